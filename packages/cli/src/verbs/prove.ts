import { foreignProfiles } from '@tenantry/cluster';
import { Option } from 'commander';
import type { Answer } from '../answer';
import { addKubeconfigs } from '../clusters/wayIn';
import { collect } from '../options';
import { proveEnvironments } from '../proving/proveEnvironments';
import { proveNamespace } from '../proving/proveNamespace';
import type { ProveCall } from '../proving/proveCall';
import type { Call, Verb } from '../verb';

/** `tenantry prove`: the attacks of the controls, tried on a cluster. */
export const prove: Verb = {
  examples: [
    {
      command: 'tenantry prove',
      does: 'every environment on the cluster that kubectl would speak to',
    },
    {
      command: 'tenantry prove payments ledger/dev --kubeconfig dev-1=dev.yaml',
      does: 'all of one tenant there, and an environment of another',
    },
    {
      command: 'tenantry prove --namespace web --kubeconfig any.yaml',
      does: 'score a namespace that Tenantry never touched; needs no repository',
    },
    {
      command: 'tenantry prove --role',
      does: 'the ClusterRole that it takes, to be applied for whoever proves',
    },
  ],
  configure(command) {
    command.argument(
      '[environment...]',
      'tenants, or environments as <tenant>/<environment>; default: all',
    );
    addKubeconfigs(command, "kubectl's current context");
    command
      .option(
        '--cluster <name>',
        'the cluster that a kubeconfig without a name leads to; default: the one whose cluster.yaml has its address',
      )
      .option(
        '--revision <revision>',
        'the repository as it is there; default: your working folder',
      )
      .option(
        '--control <id>',
        'the attacks of this control only, without a report; may be repeated',
        collect,
      )
      .option('--no-reports', 'write no reports into the namespaces')
      .option(
        '--role',
        'print the ClusterRole that it takes, and prove nothing',
      )
      .option(
        '--namespace <name>',
        'score this namespace, whoever set it up; writes nothing',
      )
      .addOption(
        new Option(
          '--profile <name>',
          'with --namespace: what it is held against',
        )
          .choices(Object.keys(foreignProfiles))
          .default('hardened'),
      )
      .option(
        '--admin-group <group>',
        'with --namespace: a group of admins; may be repeated; default for all three: by its RoleBindings',
        collect,
      )
      .option(
        '--developer-group <group>',
        'with --namespace: a group of developers; may be repeated',
        collect,
      )
      .option(
        '--viewer-group <group>',
        'with --namespace: a group of viewers; may be repeated',
        collect,
      )
      .option(
        '--neighbour <namespace>',
        'with --namespace: somebody else’s, for attacks on neighbours; default: the namespace default',
      )
      .option(
        '--registry <registry>',
        'with --namespace: where its images may come from; default: registry.k8s.io',
      )
      .option(
        '--ingress-class <class>',
        'with --namespace: the class of its Ingresses; default: no attacks on them',
      )
      .option('--host <host>', 'with --namespace: a host name of its own');
  },
  run(call: Call): Promise<Answer> {
    const proveCall: ProveCall = {
      ...call,
      names: call.args.flat().filter(name => name !== undefined),
    };
    const { namespace } = call.options as { readonly namespace?: string };
    return namespace === undefined
      ? proveEnvironments(proveCall)
      : proveNamespace(namespace, proveCall);
  },
};
