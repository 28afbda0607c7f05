import type { UserEntity } from '@backstage/catalog-model';

/** A member of two groups, as the catalog knows them; the second reference is written in capitals. */
export const guest: UserEntity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'User',
  metadata: { name: 'guest' },
  spec: { memberOf: ['payments', 'checkout'] },
  relations: [
    { type: 'memberOf', targetRef: 'group:default/payments' },
    { type: 'memberOf', targetRef: 'Group:default/Checkout' },
    { type: 'ownerOf', targetRef: 'component:default/till' },
  ],
};
