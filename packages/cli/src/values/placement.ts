import type { ReadValue } from './readValue';

/** An environment on one line: its name, its cluster, and where it differs from the tenant. */
export interface Placement {
  readonly name: string;
  readonly cluster: string;
  readonly profile?: string;
  readonly size?: string;
}

/** Reads `prod@prod-1` and `prod@prod-1,size=large,profile=sandboxed`. */
export function readPlacement(text: string): ReadValue<Placement> {
  const [place, ...settings] = text.split(',');
  const [, name, cluster] = /^([^@]+)@([^@]+)$/.exec(place) ?? [];
  const entries = settings.map(setting =>
    /^(profile|size)=(.+)$/.exec(setting)?.slice(1),
  );
  if (cluster === undefined || entries.includes(undefined))
    return {
      ok: false,
      message:
        'an environment is written as name@cluster, with ,size=… or ,profile=… behind it where it differs',
      example: 'prod@prod-1,size=large',
    };
  const own: Partial<Record<string, string>> = Object.fromEntries(
    entries.flatMap(entry => (entry ? [entry] : [])),
  );
  return {
    ok: true,
    value: {
      name,
      cluster,
      ...(own.profile === undefined ? {} : { profile: own.profile }),
      ...(own.size === undefined ? {} : { size: own.size }),
    },
  };
}
