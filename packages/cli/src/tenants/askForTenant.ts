import type { Fleet } from '@tenantry/model';
import { environmentNameProblem, groupRefProblem } from '@tenantry/model';
import type { Prompts } from '../prompts/prompts';
import { titleOf, type NewFlags } from './requestFromFlags';

/** Asks for what the flags leave open; what they give is not asked again. */
export async function askForTenant(
  prompts: Prompts,
  name: string,
  given: NewFlags,
  { platform, clusters }: Fleet,
): Promise<NewFlags> {
  const { profiles, sizes, defaults } = platform.spec;
  const title =
    given.title ??
    (await prompts.text({
      message: 'What do people call it?',
      default: titleOf(name),
    }));
  const owner =
    given.owner ??
    (await prompts.text({
      message: 'Which group of the catalog owns it?',
      default: `group:default/${name}`,
      problem: answer => groupRefProblem(answer)?.message,
    }));
  const admins =
    given.admins ??
    (await prompts.text({
      message:
        'Which groups of your identity provider may do everything in it? (with commas)',
      problem: answer =>
        answer.trim() === '' ? 'names no group; one is needed' : undefined,
    }));
  const developers =
    given.developers ??
    (await prompts.text({
      message: 'Which groups may deploy and debug? (with commas, or none)',
      default: '',
    }));
  const profile =
    given.profile ??
    (await prompts.choose({
      message: 'How strongly is it isolated?',
      choices: offered(profiles),
      default: defaults.profile,
    }));
  const size =
    given.size ??
    (await prompts.choose({
      message: 'How much may each environment use?',
      choices: offered(sizes),
      default: defaults.size,
    }));
  const environment =
    given.environment ??
    (await askForEnvironments(
      prompts,
      clusters.map(({ metadata, spec }) => ({
        value: metadata.name,
        says: spec.title,
      })),
    ));
  return {
    ...given,
    title,
    owner,
    admins,
    developers,
    profile,
    size,
    environment,
  };
}

async function askForEnvironments(
  prompts: Prompts,
  clusters: readonly { readonly value: string; readonly says: string }[],
): Promise<string[]> {
  const placements: string[] = [];
  const usual = ['dev', 'prod', 'test'];
  let more = true;
  while (more) {
    const name = await prompts.text({
      message: 'What is the environment called?',
      default: usual[placements.length],
      problem: answer => environmentNameProblem(answer)?.message,
    });
    const cluster = await prompts.choose({
      message: `On which cluster does ${name} run?`,
      choices: clusters,
    });
    placements.push(`${name}@${cluster}`);
    more = await prompts.confirm({
      message: 'Another environment?',
      default: false,
    });
  }
  return placements;
}

function offered(
  offers: Readonly<Record<string, { readonly summary: string }>>,
) {
  return Object.entries(offers).map(([value, { summary }]) => ({
    value,
    says: summary,
  }));
}
