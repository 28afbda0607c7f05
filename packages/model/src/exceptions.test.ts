import { parseExceptions } from './parse';
import { formatProblems } from './problems';

const file = 'tenants/payments/exceptions.yaml';
const text = `apiVersion: tenantry.dev/v1
kind: Exceptions
metadata:
  name: payments
spec:
  exceptions:
    - control: host-probes
      environment: dev
      reason: The vendor's agent answers its probes on the node.
      ticket: SEC-1234
      approver: group:default/security
      expires: 2027-01-31
`;

/** Each `from` replaced by its `to`; it must be there. */
function problemsOf(...changes: (readonly [string, string])[]): string[] {
  const changed = changes.reduce((before, [from, to]) => {
    expect(before).toContain(from);
    return before.replace(from, to);
  }, text);
  const result = parseExceptions(changed, { file });
  return result.ok ? [] : formatProblems(result.problems).split('\n');
}

const second = `    - { control: host-probes, environment: dev, reason: Again, ticket: SEC-2, approver: user:default/ada, expires: 2027-02-01 }
`;

describe('exceptions of a tenant', () => {
  it('are read as they stand', () => {
    expect(parseExceptions(text, { file })).toMatchObject({
      ok: true,
      value: {
        metadata: { name: 'payments' },
        spec: {
          exceptions: [
            {
              control: 'host-probes',
              environment: 'dev',
              ticket: 'SEC-1234',
              approver: 'group:default/security',
              expires: '2027-01-31',
            },
          ],
        },
      },
    });
    expect(problemsOf(['group:default/security', 'user:default/ada'])).toEqual(
      [],
    );
  });

  it('tell everything that is wrong at once, with its line', () => {
    expect(
      problemsOf(
        ['control: host-probes', 'control: Host Probes'],
        ['      ticket: SEC-1234\n', ''],
        ['group:default/security', 'security'],
        ['2027-01-31', 'soon'],
        ['environment: dev', 'environments: dev'],
      ),
    ).toEqual([
      expect.stringContaining(
        `${file}:7:7 spec.exceptions[0].ticket: is missing`,
      ),
      expect.stringMatching(
        /:7:16 spec\.exceptions\[0\]\.control: .*isn't the id of a control/,
      ),
      expect.stringMatching(/:8:7 .*did you mean “environment”/),
      expect.stringMatching(
        /:10:17 .*approver: .*\(for example: group:default\/security\)/,
      ),
      expect.stringMatching(/:11:16 .*expires: “soon” isn't a date/),
    ]);
  });

  it('are no file where there is none', () => {
    const [head] = text.split('    - ');
    const empty = parseExceptions(`${head.trimEnd()} []\n`, { file });
    expect(empty).toMatchObject({
      ok: false,
      problems: [{ message: 'is empty; delete the file', line: 6 }],
    });
  });

  it('stand once for a control and an environment', () => {
    const twice = `${text}${second}`;
    expect(parseExceptions(twice, { file })).toMatchObject({
      ok: false,
      problems: [
        {
          path: ['spec', 'exceptions', 1],
          line: 13,
          message: expect.stringContaining(
            'the same control and environment stands in the list already',
          ),
        },
      ],
    });
    expect(
      parseExceptions(twice.replace('dev, reason', 'prod, reason'), { file })
        .ok,
    ).toBe(true);
  });
});
