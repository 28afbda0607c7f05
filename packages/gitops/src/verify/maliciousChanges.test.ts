import { execFileSync } from 'node:child_process';
import {
  exceptionsYaml,
  platformYaml,
  tenantYaml,
} from '../__testUtils__/fleet';
import {
  removeTemporaryFolders,
  type GitFixture,
} from '../__testUtils__/gitFixture';
import { file, refold } from '../__testUtils__/refold';
import {
  findingsIn,
  pathIn,
  rendered,
  renderedRepository,
  told,
  workflow,
  type Extras,
} from '../__testUtils__/verifyFixture';

type Files = Readonly<Record<string, string | null>>;

interface MaliciousChange {
  /** Of the catalogue of attacks. */
  readonly row: string;
  readonly what: string;
  /** Files to commit, or none where it has committed already. */
  readonly bad: (fixture: GitFixture) => Files | void;
  /** Rules and files, as `told` gives them. */
  readonly told: readonly string[];
  /** The same without what is bad. */
  readonly good: (fixture: GitFixture) => Files | void;
  readonly extras?: Extras;
}

const ledgerQuota = 'clusters/dev-1/tenants/ledger/ledger-dev.resourcequota-';
const source = 'tenants/payments/tenant.yaml';
const payments = tenantYaml('payments');
const paymentsFiles = () => rendered(payments);
const exceptions = 'tenants/payments/exceptions.yaml';
const excepted = (change?: object) =>
  rendered(payments, exceptionsYaml('payments', change));
const security: Extras = {
  author: { groups: ['platform'], platformGroups: ['platform'] },
  today: '2026-11-26',
};
const ledgers: Extras = {
  author: { groups: ['ledger'], platformGroups: ['platform'] },
};

/** The tenant payments with something else in its file, unrendered: it is refused before. */
const saying = (old: string, text: string) => () => {
  if (!payments.includes(old)) throw new Error(`there is no ${old}`);
  return { [source]: payments.replace(old, text) };
};

/** The tenant payments with something in its only environment. */
const withEnvironment = (...lines: readonly string[]) =>
  payments
    .replace(
      'cluster: dev-1\n',
      ['cluster: dev-1', ...lines, ''].join('\n      '),
    )
    .replace(/ +$/, '');

const evil = 'kind: AppProject\n';
const large = `${evil}${'# '.padEnd(100, 'x')}\n`.repeat(20_000);

/** Commits an entry of any name and mode, which need not exist in a folder. */
function plant(
  fixture: GitFixture,
  path: string | Buffer,
  text: string | Buffer = evil,
  mode = '100644',
): void {
  const git = (args: readonly string[], input: string | Buffer) =>
    execFileSync('git', args, { cwd: fixture.directory, input })
      .toString()
      .trim();
  const blob = git(['hash-object', '-w', '--stdin'], text);
  const entry = Buffer.concat([
    Buffer.from(`${mode} ${blob}\t`),
    Buffer.from(path),
    Buffer.from('\0'),
  ]);
  git(['update-index', '-z', '--index-info'], entry);
  fixture.git('commit', '--quiet', '--message', 'Plant');
}

/** Paths that hide from a reader or from a check what Argo CD would apply. */
const hidden: readonly (readonly [
  what: string,
  path: string | Buffer,
  told: string,
  text?: string | Buffer,
])[] = [
  [
    'too large to be read, among rendered ones',
    'clusters/dev-1/tenants/ledger/evil.yaml',
    'stray clusters/dev-1/tenants/ledger/evil.yaml',
    large,
  ],
  [
    'too large to be read, of a tenant that nobody declares',
    'clusters/dev-1/tenants/ghost/evil.json',
    'stray clusters/dev-1/tenants/ghost/evil.json',
    large,
  ],
  [
    'too large to be read, among projects',
    'argocd/projects/evil.yaml',
    'stray argocd/projects/evil.yaml',
    large,
  ],
  [
    'in another encoding',
    'argocd/projects/evil.yaml',
    'stray argocd/projects/evil.yaml',
    Buffer.from(`\uFEFF${evil}`, 'utf16le'),
  ],
  [
    'under a name that is no UTF-8',
    Buffer.from('argocd/projects/evil\xff.yaml', 'latin1'),
    'odd-name argocd/projects/evil\uFFFD.yaml',
  ],
  [
    'in a folder whose name is no UTF-8',
    Buffer.from('clusters/dev-1/tenants/ghost\xff/a.yaml', 'latin1'),
    'odd-name clusters/dev-1/tenants/ghost\uFFFD/a.yaml',
  ],
  [
    'under a name that begins with a dot',
    'argocd/projects/.evil.yaml',
    'stray argocd/projects/.evil.yaml',
  ],
  [
    'in a folder of projects',
    'argocd/projects/sub/evil.yaml',
    'stray argocd/projects/sub/evil.yaml',
  ],
  [
    'under a name that begins on another line',
    'clusters/dev-1/tenants/ledger/\revil.yaml',
    'odd-name clusters/dev-1/tenants/ledger/\revil.yaml',
  ],
  [
    'beside the folders of tenants',
    'clusters/dev-1/tenants/evil.yaml',
    'stray clusters/dev-1/tenants/evil.yaml',
  ],
  [
    'that tells git how to read others',
    'tenants/ledger/.gitattributes',
    'odd-name tenants/ledger/.gitattributes',
  ],
];

/** Names of files among a tenant's notes with which nobody can check the commit out. */
const unfit: readonly (readonly [what: string, name: string])[] = [
  ['is the folder of git', '.git'],
  ['is the folder of git in capitals', '.GIT'],
  ['is the folder of git on Windows', 'git~1'],
  ['is the folder of git with a stream', 'git~1:x'],
  ['is the folder of git behind a backslash', 'a\\.git'],
  ['leads elsewhere', '..'],
  ['no file system takes', 'é'.repeat(128)],
];

/** Files that others would be taken for, where capitals don't count. */
const twins: readonly string[] = [
  'Tenants/ledger/notes.md',
  'tenants/Ledger/notes.md',
  'tenants/ledger/Tenant.yaml',
  'Platform.yaml',
];

const changes: readonly MaliciousChange[] = [
  ...twins.map(
    (path): MaliciousChange => ({
      row: 'X05',
      what: `${path}, which some file systems take for another`,
      bad: () => ({ [path]: 'x\n' }),
      told: [`odd-name ${path}`],
      good: () => ({ 'tenants/ledger/README.md': 'x\n' }),
    }),
  ),
  ...unfit.map(
    ([what, name]): MaliciousChange => ({
      row: 'G08',
      what: `a name that ${what}`,
      bad: fixture =>
        refold(fixture, 'tenants/ledger', entries =>
          [...entries, file(fixture, name)].sort((a, b) =>
            Buffer.compare(Buffer.from(a.name), Buffer.from(b.name)),
          ),
        ),
      told: [`odd-name tenants/ledger/${name}`],
      good: () => ({ [`tenants/ledger/${'é'.repeat(100)}`]: 'x\n' }),
    }),
  ),
  ...hidden.map(
    ([what, path, expected, text]): MaliciousChange => ({
      row: 'G08',
      what: `a file ${what}`,
      bad: fixture => plant(fixture, path, text),
      told: expect.arrayContaining([expected]),
      good: () => ({ 'tenants/ledger/notes.md': 'Call Ann.\n' }),
    }),
  ),
  {
    row: 'G08',
    what: 'a rendered file that is a program',
    bad: fixture => {
      const path = pathIn(fixture, ledgerQuota);
      fixture.git('update-index', '--chmod=+x', path);
      fixture.git('commit', '--quiet', '--message', 'Run it');
    },
    told: [expect.stringMatching(/^odd-name .*ledger-dev\.resourcequota-/)],
    good: () => ({ 'tenants/ledger/notes.md': 'Call Ann.\n' }),
  },
  {
    row: 'G08',
    what: 'a submodule that .gitmodules hides',
    bad: fixture => {
      fixture.git('checkout', '--quiet', 'main');
      const path = 'clusters/dev-1/tenants/ghost';
      fixture.commit({
        '.gitmodules': `[submodule "x"]\n\tpath = ${path}\n\turl = https://git.example.com/x\n\tignore = all\n`,
      });
      fixture.git('checkout', '--quiet', '-B', 'change');
      const commit = fixture.git('rev-parse', 'HEAD');
      fixture.git(
        ...['update-index', '--add', '--cacheinfo', `160000,${commit},${path}`],
      );
      fixture.git('commit', '--quiet', '--message', 'Ghost');
    },
    told: expect.arrayContaining(['submodule clusters/dev-1/tenants/ghost']),
    good: () => ({ 'tenants/ledger/notes.md': 'Call Ann.\n' }),
  },
  {
    row: 'G08',
    what: 'a group of somebody else’s developers made admins',
    bad: fixture => {
      fixture.git('checkout', '--quiet', 'main');
      fixture.commit(
        rendered(
          tenantYaml('billing').replace(
            '  profile:',
            '    developers: [billing-devs]\n  profile:',
          ),
        ),
      );
      fixture.git('checkout', '--quiet', '-B', 'change');
      return rendered(
        payments.replace('[payments-leads]', '[payments-leads, billing-devs]'),
      );
    },
    told: [`not-given ${source}`],
    good: paymentsFiles,
  },
  {
    row: 'G05',
    what: 'an ApplicationSet of one’s own beside a tenant',
    bad: () => ({
      ...paymentsFiles(),
      'argocd/applicationset-payments.yaml': 'kind: ApplicationSet\n',
    }),
    told: [
      'foreign-file argocd/applicationset-payments.yaml',
      'stray argocd/applicationset-payments.yaml',
    ],
    good: paymentsFiles,
  },
  {
    row: 'G05',
    what: 'a project and a destination of one’s own choice',
    bad: saying('  size: small', '  size: small\n  project: default'),
    told: [`broken-source ${source}`],
    good: paymentsFiles,
  },
  {
    row: 'G05',
    what: 'a template in a text',
    bad: saying('title: Team payments', "title: '{{ .project }}'"),
    told: [`broken-source ${source}`],
    good: () => rendered(payments.replace('Team', 'The team')),
  },
  {
    row: 'G08',
    what: 'another tenant’s files',
    bad: () => ({
      ...paymentsFiles(),
      'tenants/ledger/notes.md': 'Call us.\n',
    }),
    told: [`several-tenants ${source}`],
    good: paymentsFiles,
  },
  {
    row: 'G08',
    what: 'the workflow beside a tenant',
    bad: () => ({ ...paymentsFiles(), [workflow]: 'on: never\n' }),
    told: [`foreign-file ${workflow}`],
    good: paymentsFiles,
  },
  {
    row: 'G08',
    what: 'the owners of code, by somebody who is not of the platform',
    bad: () => ({ '.github/CODEOWNERS': '* @ledger/leads\n' }),
    told: ['not-owner .github/CODEOWNERS'],
    good: () => ({ 'tenants/ledger/notes.md': 'Call Ann.\n' }),
    extras: ledgers,
  },
  {
    row: 'G08',
    what: 'a tenant of somebody else',
    bad: () => ({ 'tenants/billing/notes.md': 'Call us.\n' }),
    told: ['not-owner tenants/billing/tenant.yaml'],
    good: () => ({ 'tenants/ledger/notes.md': 'Call Ann.\n' }),
    extras: ledgers,
  },
  {
    row: 'G08',
    what: 'a rendered file by hand',
    bad: fixture => ({ [pathIn(fixture, ledgerQuota)]: 'kind: Nothing\n' }),
    told: [expect.stringMatching(/^hand-edited .*ledger-dev\.resourcequota-/)],
    good: () => ({ 'tenants/ledger/notes.md': 'Call Ann.\n' }),
  },
  {
    row: 'G08',
    what: 'a manifest among the rendered ones',
    bad: () => ({
      'clusters/dev-1/tenants/ledger/admin.yaml': 'kind: ClusterRoleBinding\n',
    }),
    told: ['stray clusters/dev-1/tenants/ledger/admin.yaml'],
    good: () => ({ 'tenants/ledger/admin.yaml': 'kind: Notes\n' }),
  },
  {
    row: 'G08',
    what: 'a manifest in JSON among the rendered ones',
    bad: () => ({ 'clusters/dev-1/tenants/ledger/admin.json': '{}\n' }),
    told: ['stray clusters/dev-1/tenants/ledger/admin.json'],
    good: () => ({ 'tenants/ledger/admin.json': '{}\n' }),
  },
  {
    row: 'G08',
    what: 'a manifest among those of the cluster',
    bad: () => ({
      'clusters/dev-1/platform/admin.yaml': 'kind: ClusterRoleBinding\n',
    }),
    told: ['stray clusters/dev-1/platform/admin.yaml'],
    good: () => ({ 'README.md': 'Read this.\n' }),
  },
  {
    row: 'G08',
    what: 'a folder of a tenant that nobody declares',
    bad: () => ({
      'clusters/dev-1/tenants/ghost/namespace.yaml': 'kind: Namespace\n',
    }),
    told: ['stray clusters/dev-1/tenants/ghost/namespace.yaml'],
    good: paymentsFiles,
  },
  {
    row: 'G08',
    what: 'a guard-rail left out',
    bad: fixture => ({ [pathIn(fixture, ledgerQuota)]: null }),
    told: [expect.stringMatching(/^not-rendered .*ledger-dev\.resourcequota-/)],
    good: () => ({ 'tenants/ledger/notes.md': null }),
  },
  {
    row: 'G08',
    what: 'a link in the place of a rendered file',
    bad: fixture => {
      const path = pathIn(fixture, ledgerQuota);
      fixture.git('rm', '--quiet', path);
      fixture.link(path, '../../../../platform.yaml');
      return {};
    },
    told: expect.arrayContaining([
      expect.stringMatching(/^link .*ledger-dev\.resourcequota-/),
    ]),
    good: () => ({ 'tenants/ledger/notes.md': 'Call Ann.\n' }),
  },
  {
    row: 'G08',
    what: 'a link beside tenant.yaml that leads out of the repository',
    bad: fixture => {
      fixture.link('tenants/ledger/more', '/etc/passwd');
      return {};
    },
    told: ['link tenants/ledger/more'],
    good: () => ({ 'tenants/ledger/more': 'More.\n' }),
  },
  {
    row: 'G08',
    what: 'a submodule',
    bad: fixture => {
      const charts = 'tenants/ledger/charts';
      fixture.git('init', '--quiet', charts);
      fixture.git('-C', charts, 'commit', '--allow-empty', '--message', 'One');
      return {};
    },
    told: ['submodule tenants/ledger/charts'],
    good: () => ({ 'tenants/ledger/charts.md': 'Elsewhere.\n' }),
  },
  {
    row: 'G09',
    what: 'a tenant’s file deleted, its rendered ones left',
    bad: () => ({ 'tenants/billing/tenant.yaml': null }),
    told: expect.arrayContaining([
      'tenant-removed tenants/billing/tenant.yaml',
    ]),
    good: () => ({ 'tenants/ledger/notes.md': null }),
  },
  {
    row: 'G09',
    what: 'everything of a tenant deleted',
    bad: fixture =>
      Object.fromEntries(
        fixture
          .git('ls-files')
          .split('\n')
          .filter(path => path.includes('billing'))
          .map(path => [path, null]),
      ),
    told: ['tenant-removed tenants/billing/tenant.yaml'],
    good: () => ({ 'tenants/ledger/notes.md': null }),
  },
  {
    row: 'G09',
    what: 'a tenant renamed in its file',
    bad: () => ({ 'tenants/billing/tenant.yaml': payments }),
    told: ['broken-source tenants/billing/tenant.yaml'],
    good: paymentsFiles,
  },
  {
    row: 'G09',
    what: 'the name of a tenant that was there once',
    bad: fixture => {
      fixture.git('checkout', '--quiet', 'main');
      fixture.commit(paymentsFiles());
      fixture.commit(
        Object.fromEntries(
          Object.keys(paymentsFiles()).map(path => [path, null]),
        ),
      );
      fixture.git('checkout', '--quiet', '-B', 'change');
      return paymentsFiles();
    },
    told: [`id-reused ${source}`],
    good: paymentsFiles,
  },
  {
    row: 'X01',
    what: 'a line break in a title',
    bad: saying('title: Team payments', 'title: "Team\\nkind: Secret"'),
    told: [`broken-source ${source}`],
    good: paymentsFiles,
  },
  {
    row: 'X01',
    what: 'a second document',
    bad: saying('apiVersion', '---\nkind: Secret\n---\napiVersion'),
    told: [`broken-source ${source}`],
    good: () => rendered(`---\n${payments}`),
  },
  {
    row: 'X02',
    what: 'a substitution in a title',
    bad: saying('title: Team payments', 'title: "${TOKEN} $(id)"'),
    told: [`broken-source ${source}`],
    good: paymentsFiles,
  },
  {
    row: 'X03',
    what: 'a name that YAML turns into something else',
    bad: () => ({ 'tenants/no/tenant.yaml': tenantYaml('no') }),
    told: ['broken-source tenants/no/tenant.yaml'],
    good: () => rendered(tenantYaml('norway')),
  },
  {
    row: 'X04',
    what: 'a reserved name',
    bad: () => ({
      'tenants/kube-system/tenant.yaml': tenantYaml('kube-system'),
    }),
    told: ['broken-source tenants/kube-system/tenant.yaml'],
    good: () => rendered(tenantYaml('cubes')),
  },
  {
    row: 'X04',
    what: 'the namespace of another tenant by another cut',
    bad: () =>
      rendered(tenantYaml('store').replace('- name: dev', '- name: front-dev')),
    told: ['not-given tenants/store/tenant.yaml'],
    good: () =>
      rendered(tenantYaml('store').replace('- name: dev', '- name: back-dev')),
  },
  {
    row: 'X05',
    what: 'a name that looks like another',
    bad: () => rendered(tenantYaml('bi11ing')),
    told: ['not-given tenants/bi11ing/tenant.yaml'],
    good: () => rendered(tenantYaml('buying')),
  },
  {
    row: 'X05',
    what: 'text that runs backwards',
    bad: saying('title: Team payments', 'title: "Team \u202Estnemyap"'),
    told: [`broken-source ${source}`],
    good: paymentsFiles,
  },
  {
    row: 'X06',
    what: 'a size without bound',
    bad: () => ({
      'platform.yaml': platformYaml.replace("cpu: '2'", "cpu: '1e30'"),
    }),
    told: ['broken-source platform.yaml'],
    good: () => ({ 'platform.yaml': `# Ask Pat.\n${platformYaml}` }),
  },
  {
    row: 'X07',
    what: 'everything as a destination',
    bad: () => ({
      [source]: withEnvironment('egress: [{ cidr: 0.0.0.0/0, ports: [443] }]'),
    }),
    told: [
      expect.stringMatching(/^(broken-source|not-given) tenants\/payments/),
    ],
    good: () =>
      rendered(
        withEnvironment('egress: [{ cidr: 203.0.113.0/24, ports: [443] }]'),
      ),
  },
  {
    row: 'X07',
    what: 'the pods of the cluster as a destination',
    bad: () => ({
      [source]: withEnvironment(
        'egress: [{ cidr: 10.32.0.0/24, ports: [443] }]',
      ),
    }),
    told: [`not-given ${source}`],
    good: () =>
      rendered(
        withEnvironment('egress: [{ cidr: 203.0.113.0/24, ports: [443] }]'),
      ),
  },
  {
    row: 'X08',
    what: 'a public suffix as a host',
    bad: () => ({ [source]: withEnvironment("hosts: ['*.com']") }),
    told: [`broken-source ${source}`],
    good: () => rendered(withEnvironment('hosts: [pay.example.com]')),
  },
  {
    row: 'X08',
    what: 'a host above another tenant’s, written so that no search finds it',
    bad: fixture => {
      fixture.git('checkout', '--quiet', 'main');
      fixture.commit(
        rendered(
          tenantYaml('billing').replace(
            'cluster: dev-1\n',
            'cluster: dev-1\n      hosts: ["a.b\\x69lls.example.com"]\n',
          ),
        ),
      );
      fixture.git('checkout', '--quiet', '-B', 'change');
      return rendered(withEnvironment('hosts: [bills.example.com]'));
    },
    told: [`not-given ${source}`],
    good: () => rendered(withEnvironment('hosts: [bills.example.com]')),
  },
  {
    row: 'X09',
    what: 'the key of a prototype',
    bad: saying('  size: small', '  size: small\n  __proto__: { owner: me }'),
    told: [`broken-source ${source}`],
    good: paymentsFiles,
  },
  {
    row: 'X09',
    what: 'a key twice',
    bad: saying('  size: small', '  size: small\n  size: medium'),
    told: [`broken-source ${source}`],
    good: paymentsFiles,
  },
  {
    row: 'X09',
    what: 'a file too large to be read',
    bad: () => ({ [source]: `${payments}# ${'x'.repeat(2 * 1024 * 1024)}\n` }),
    told: [`unreadable ${source}`],
    good: paymentsFiles,
  },
  {
    row: 'X04',
    what: 'a namespace that is there, taken over by its name',
    bad: () => rendered(withEnvironment('namespace: monitoring-data')),
    told: [`platform-field ${source}`],
    good: paymentsFiles,
    extras: { author: { groups: ['payments'], platformGroups: ['platform'] } },
  },
  {
    row: 'X10',
    what: 'an environment that is not to be isolated',
    bad: () => rendered(withEnvironment('observed: { until: 2090-03-31 }')),
    told: [`platform-field ${source}`],
    good: paymentsFiles,
    extras: { author: { groups: ['payments'], platformGroups: ['platform'] } },
  },
  {
    row: 'X04',
    what: 'anything new while somebody’s file is too large to be read',
    bad: fixture => {
      fixture.git('checkout', '--quiet', 'main');
      fixture.commit({
        'tenants/billing/tenant.yaml': `${tenantYaml('billing')}${large}`,
      });
      fixture.git('checkout', '--quiet', '-B', 'change');
      return paymentsFiles();
    },
    told: [`not-given ${source}`],
    good: paymentsFiles,
  },
  {
    row: 'X10',
    what: 'a tenant whose file could not be read, taken over by whoever repairs it',
    bad: fixture => {
      fixture.git('checkout', '--quiet', 'main');
      const billing = 'tenants/billing/tenant.yaml';
      fixture.commit({ [billing]: `${tenantYaml('billing')}  old: field\n` });
      fixture.git('checkout', '--quiet', '-B', 'change');
      return rendered(
        tenantYaml('billing').replace(
          'group:default/billing',
          'group:default/ledger',
        ),
      );
    },
    told: ['not-owner tenants/billing/tenant.yaml'],
    good: () =>
      rendered(
        tenantYaml('new-one').replace(
          'group:default/new-one',
          'group:default/ledger',
        ),
      ),
    extras: ledgers,
  },
  {
    row: 'X10',
    what: 'a control that its own team switches off',
    bad: () => excepted(),
    told: [`platform-field ${exceptions}`],
    good: paymentsFiles,
    extras: {
      author: { groups: ['payments'], platformGroups: ['platform'] },
      today: '2026-11-26',
    },
  },
  {
    row: 'X10',
    what: 'an exception that its own team moves to another cluster',
    bad: fixture => {
      fixture.git('checkout', '--quiet', 'main');
      fixture.commit(excepted());
      fixture.git('checkout', '--quiet', '-B', 'change');
      const moved = payments.replace('cluster: dev-1', 'cluster: prod-1');
      return {
        ...Object.fromEntries(
          Object.keys(excepted()).map(path => [path, null]),
        ),
        ...rendered(moved, exceptionsYaml('payments')),
      };
    },
    told: [`platform-field ${exceptions}`],
    good: paymentsFiles,
    extras: { author: { groups: ['payments'], platformGroups: ['platform'] } },
  },
  {
    row: 'X10',
    what: 'an exception whose day has passed',
    bad: () => excepted({ expires: '2026-11-25' }),
    told: [`exception-over ${exceptions}`],
    good: () => excepted({ expires: '2026-11-26' }),
    extras: security,
  },
  {
    row: 'X10',
    what: 'an exception for ever',
    bad: () => excepted({ expires: '2090-01-31' }),
    told: [`exception-too-long ${exceptions}`],
    good: () => excepted({ expires: '2027-02-24' }),
    extras: security,
  },
  {
    row: 'X10',
    what: 'an exception from a control that has none',
    bad: () => ({
      ...paymentsFiles(),
      [exceptions]: exceptionsYaml('payments', { control: 'default-deny' }),
    }),
    told: [`not-given ${exceptions}`],
    good: () => excepted(),
    extras: security,
  },
  {
    row: 'X10',
    what: 'an exception of an environment that is not there',
    bad: () => ({
      ...paymentsFiles(),
      [exceptions]: exceptionsYaml('payments', { environment: 'prod' }),
    }),
    told: [`not-given ${exceptions}`],
    good: () => excepted(),
    extras: security,
  },
  {
    row: 'X10',
    what: 'an exception that nobody can read',
    bad: () => ({
      ...excepted(),
      [exceptions]: exceptionsYaml('payments', { expires: 'never' }),
    }),
    told: [`broken-source ${exceptions}`],
    good: () => excepted(),
    extras: security,
  },
  {
    row: 'X10',
    what: 'an exception by a link',
    bad: fixture => {
      fixture.commit(paymentsFiles());
      fixture.link(exceptions, '../ledger/notes.md');
      return {};
    },
    told: [`link ${exceptions}`],
    good: () => excepted(),
    extras: security,
  },
  {
    row: 'X10',
    what: 'an annotation that no exception gives',
    bad: () =>
      Object.fromEntries(
        Object.entries(excepted()).filter(([path]) => path !== exceptions),
      ),
    told: expect.arrayContaining([
      expect.stringMatching(/^hand-edited .*payments-dev\.namespace\.yaml/),
    ]),
    good: () => excepted(),
    extras: security,
  },
  {
    row: 'G08',
    what: 'an exception of another tenant, beside the own files',
    bad: () => ({
      'tenants/ledger/notes.md': 'Call Ann.\n',
      ...excepted(),
    }),
    told: expect.arrayContaining([`several-tenants ${source}`]),
    good: () => excepted(),
    extras: security,
  },
  {
    row: 'X10',
    what: 'a tenant taken over by whom it is given to',
    bad: () =>
      rendered(
        tenantYaml('billing').replace(
          'group:default/billing',
          'group:default/ledger',
        ),
      ),
    told: ['not-owner tenants/billing/tenant.yaml'],
    good: () => ({ 'tenants/ledger/notes.md': 'Call Ann.\n' }),
    extras: ledgers,
  },
];

// Git is started some dozens of times in each.
jest.setTimeout(60_000);

afterAll(removeTemporaryFolders);

describe('malicious changes, each with a twin that is fine', () => {
  it.each(changes)(
    '$row: $what',
    async ({ bad, told: expected, good, extras }) => {
      const fixture = renderedRepository();
      const files = bad(fixture);
      if (files) fixture.commit(files);
      expect(told(await findingsIn(fixture, extras))).toEqual(expected);

      const fine = renderedRepository();
      fine.commit(good(fine) ?? {});
      expect(await findingsIn(fine, extras)).toEqual([]);
    },
  );
});
