import { z } from 'zod';
import { Role } from './access';
import { Cidr } from './cidrs';
import { document } from './document';
import { Group, groupPrefixProblem } from './groups';
import { platformHostProblem } from './hosts';
import { BranchName, DnsName } from './kubernetesTexts';
import { resourceName } from './names';
import { Profile } from './profile';
import { notOffered } from './offers';
import { Registry } from './registries';
import { PlatformRepository } from './repositories';
import { Size } from './size';
import { freeText } from './text';
import { checkedText, complain, uniqueList, whenSound } from './valueType';

const SupportGroup = z
  .strictObject({ group: Group, role: Role })
  .describe(
    'Operators who have the role in every environment of every tenant.',
  );

const Defaults = z
  .strictObject({
    profile: resourceName('The profile, where a request names none.', 'shared'),
    size: resourceName('The size, where a request names none.', 'small'),
  })
  .describe('What a request gets that leaves it open.');

const ReservedHost = checkedText(platformHostProblem, {
  description: 'A full host name in lower case, without wildcard.',
  examples: ['portal.example.com'],
});

export const PlatformSpec = z
  .strictObject({
    title: freeText('What people call the platform.', {
      examples: ['Example platform'],
    }),
    repository: z
      .strictObject({
        url: PlatformRepository,
        branch: BranchName.default('main').describe(
          'The branch that Argo CD reads.',
        ),
      })
      .describe('The Git repository that holds these files.'),
    argocd: z
      .strictObject({
        namespace: DnsName.default('argocd').describe(
          'The namespace Argo CD runs in.',
        ),
      })
      .prefault({})
      .describe('Where Argo CD runs.'),
    groupPrefix: checkedText(groupPrefixProblem, {
      description: 'What the API server puts before the names of groups.',
      examples: ['oidc:'],
    }).default(''),
    registries: uniqueList(Registry, {
      what: 'registry',
      min: 1,
      max: 50,
    }).describe('Where images may come from.'),
    reservedNames: uniqueList(
      resourceName('A name no tenant may have.', 'shared-services'),
      { what: 'name', max: 500 },
    )
      .default([])
      .describe('Names no tenant may have, on top of the built-in ones.'),
    reservedHosts: uniqueList(ReservedHost, { what: 'host', max: 500 })
      .default([])
      .describe(
        "The platform's own host names; no tenant may have them, one below or one above.",
      ),
    deniedEgressCIDRs: uniqueList(Cidr, { what: 'range', max: 200 })
      .default([])
      .describe('Addresses no tenant may reach, on top of the built-in ones.'),
    supportGroups: uniqueList(SupportGroup, {
      what: 'group',
      max: 50,
      by: ['group'],
    })
      .default([])
      .describe('Operators who have a role in every tenant.'),
    proofDays: z
      .int()
      .min(1)
      .max(365)
      .default(30)
      .describe('How many days a proof that attacks are refused counts.'),
    exceptions: z
      .strictObject({
        longestDays: z
          .int()
          .min(1)
          .max(366)
          .default(90)
          .describe(
            'How many days from its approval on an exception may last at most.',
          ),
      })
      .prefault({})
      .describe('What exceptions may be.'),
    defaults: Defaults,
    profiles: z
      .record(resourceName('The name of a profile.', 'hardened'), Profile)
      .describe('The isolation profiles on offer, by name.'),
    sizes: z
      .record(resourceName('The name of a size.', 'small'), Size)
      .describe('The sizes on offer, by name.'),
  })
  .superRefine(
    ({ defaults, profiles, sizes }, context) => {
      complain(context, notOffered('profile', defaults.profile, profiles), [
        'defaults',
        'profile',
      ]);
      complain(context, notOffered('size', defaults.size, sizes), [
        'defaults',
        'size',
      ]);
    },
    { when: whenSound('defaults', 'profiles', 'sizes') },
  )
  .describe('What the platform offers.');
export type PlatformSpec = z.output<typeof PlatformSpec>;
/** As it may be written: what has a default may be left out. */
export type PlatformSpecInput = z.input<typeof PlatformSpec>;

/** What is on offer: `platform.yaml`. */
export const Platform = document('Platform', {
  name: resourceName("The platform's name.", 'example'),
  spec: PlatformSpec,
  description: 'What a platform team offers its tenants.',
});
export type Platform = z.output<typeof Platform>;
