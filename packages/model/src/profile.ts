import { z } from 'zod';
import { closest } from './didYouMean';
import { quote } from './quote';
import { Runtime, RUNTIMES } from './runtime';
import { Version } from './size';
import { freeText } from './text';
import { complain, uniqueList } from './valueType';

/** The ordinary runtime, or the sandboxes of which a cluster must offer one, the preferred first. */
const ProfileRuntime = z
  .union([z.string(), z.array(z.string()).min(1).max(RUNTIMES.length)])
  .superRefine((runtime, context) => {
    if (runtime === 'host') {
      return;
    }
    const names = typeof runtime === 'string' ? [runtime] : runtime;
    names.forEach((name, index) => {
      const path = typeof runtime === 'string' ? [] : [index];
      if (!Runtime.safeParse(name).success) {
        complain(
          context,
          {
            message:
              name === 'host'
                ? 'host excludes every sandbox; write it alone, not in a list'
                : `${quote(
                    name,
                  )} is no runtime; write host, or a list of ${RUNTIMES.join(
                    ', ',
                  )}`,
            example: closest(name, RUNTIMES) ?? '[gvisor]',
          },
          path,
        );
      } else if (names.indexOf(name) < index) {
        complain(
          context,
          { message: `${name} stands in the list twice` },
          path,
        );
      }
    });
  })
  .meta({
    description:
      'Where containers run: host, or a list of sandboxes (gvisor, kata, firecracker) of which the cluster must offer one.',
    examples: ['host', ['gvisor', 'kata']],
  })
  .transform((runtime): 'host' | Runtime[] =>
    runtime === 'host' ? 'host' : z.array(Runtime).parse([runtime].flat()),
  );

/** A named choice of isolation along independent dimensions. */
export const Profile = z
  .strictObject({
    title: freeText('What people call the profile.', {
      examples: ['Hardened'],
    }),
    summary: freeText('Whom it is for.', { longest: 200 }),
    stops: sentences().describe('What it stops, one thing an entry.'),
    leavesOpen: sentences().describe(
      'What it leaves open, one thing an entry.',
    ),
    version: Version,
    podSecurity: z
      .enum(['baseline', 'restricted'])
      .describe('The pod security standard that pods must meet.'),
    runtime: ProfileRuntime,
    egress: z
      .enum(['internet', 'allow-list'])
      .describe(
        'What may be reached: the internet without private addresses, or only what is listed.',
      ),
    nodes: z
      .enum(['shared', 'own'])
      .default('shared')
      .describe("Whose nodes the pods run on: everybody's, or its own."),
    ingress: z
      .enum(['shared', 'own'])
      .default('shared')
      .describe(
        "Where traffic from outside comes in: where everybody's does, or through a gateway of its own.",
      ),
  })
  .describe('A named choice of isolation.');
export type Profile = z.output<typeof Profile>;

function sentences() {
  return uniqueList(freeText('One thing, in a few words.', { longest: 200 }), {
    what: 'text',
    max: 30,
  }).default([]);
}
