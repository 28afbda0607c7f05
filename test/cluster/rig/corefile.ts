/** Where a CoreDNS of the rig listens, and whom it asks. */
export interface CorefilePlace {
  readonly port: number;
  readonly readyPort: number;
  readonly kubeconfig: string;
}

/** They open ports, some on every interface; the rig adds what it needs of them itself. */
const listeners = ['bind', 'health', 'ready', 'prometheus', 'pprof'];
/** How the plugin `kubernetes` finds the API inside of a cluster. */
const access = ['kubeconfig', 'endpoint', 'tls'];

/**
 * A Corefile that was written for pods, for one process on loopback: the same server blocks and plugins, on another port of
 * 127.0.0.1, without the plugins that listen for something else, and with a kubeconfig.
 */
export function localCorefile(corefile: string, at: CorefilePlace): string {
  const result: string[] = [];
  let depth = 0;
  // The depth that has to be reached again before lines count; and of the plugin that is being rewritten.
  let skippedTo: number | undefined;
  let inKubernetes = false;

  for (const line of corefile.split('\n')) {
    const words = line
      .replace(/(^|\s)#.*$/, '')
      .trim()
      .split(/\s+/);
    const [first = ''] = words;
    const opens = words[words.length - 1] === '{';
    const closes = first === '}';
    if (closes) depth--;
    const wanted =
      skippedTo === undefined &&
      !(depth === 1 && listeners.includes(first)) &&
      !(depth === 2 && inKubernetes && access.includes(first));

    if (wanted && depth === 0 && opens && !first.startsWith('(')) {
      result.push(...serverBlock(words, at));
    } else if (wanted && depth === 1 && first === 'kubernetes') {
      inKubernetes = opens;
      const head = opens ? line : `${line.trimEnd()} {`;
      result.push(head, `        kubeconfig ${at.kubeconfig}`);
      if (!opens) result.push('    }');
    } else if (wanted) {
      result.push(line);
    }

    if (opens) {
      if (!wanted) skippedTo ??= depth;
      depth++;
    }
    if (closes && depth === skippedTo) skippedTo = undefined;
    if (closes && depth === 1) inKubernetes = false;
  }
  return result.join('\n');
}

/** `.:53 {` on our port, listening on loopback, and saying when all its plugins are ready. */
function serverBlock(
  header: readonly string[],
  { port, readyPort }: CorefilePlace,
): string[] {
  const zones = header
    .slice(0, -1)
    .flatMap(word => word.split(','))
    .filter(Boolean)
    .map(zone => `${zone.replace(/:\d+$/, '')}:${port}`);
  return [
    `${zones.join(' ')} {`,
    '    bind 127.0.0.1',
    `    ready 127.0.0.1:${readyPort}`,
  ];
}
