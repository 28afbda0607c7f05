import { assertMayClose, assertRequesterMay } from './requesterMay';

const guest = {
  ref: 'user:default/guest',
  groups: ['group:default/payments', 'group:default/checkout'],
};

it('lets a member of the owner group ask', () => {
  expect(() =>
    assertRequesterMay(guest, {
      tenant: 'payments',
      owner: 'group:default/payments',
    }),
  ).not.toThrow();
});

it('tells everybody else which group, and which groups are theirs', () => {
  expect(() =>
    assertRequesterMay(guest, {
      tenant: 'ledger',
      owner: 'group:default/ledger',
    }),
  ).toThrow(
    expect.objectContaining({
      name: 'NotAllowedError',
      message:
        "user:default/guest isn't a member of group:default/ledger, the owner of ledger; ask a member of that group to make the request, or choose one of your own groups: group:default/payments, group:default/checkout",
    }),
  );
});

it('does not let a tenant be taken over by naming a new owner', () => {
  expect(() =>
    assertRequesterMay(guest, {
      tenant: 'ledger',
      owner: 'group:default/payments',
      currentOwner: 'group:default/ledger',
    }),
  ).toThrow(
    "user:default/guest isn't a member of group:default/ledger, the present owner of ledger",
  );
});

it('does not let a tenant be given to strangers', () => {
  expect(() =>
    assertRequesterMay(guest, {
      tenant: 'payments',
      owner: 'group:default/ledger',
      currentOwner: 'group:default/payments',
    }),
  ).toThrow("isn't a member of group:default/ledger, the owner of payments");
});

it('lets members of the owner group close a request, and says to others who may', () => {
  const close = (owner: string) => () =>
    assertMayClose(guest, { tenant: 'ledger', owner });
  expect(close('group:default/payments')).not.toThrow();
  expect(close('group:default/ledger')).toThrow(
    expect.objectContaining({
      name: 'NotAllowedError',
      message:
        "user:default/guest isn't a member of group:default/ledger, the owner of ledger; ask a member of that group to close the request",
    }),
  );
});
