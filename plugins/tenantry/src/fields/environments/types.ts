import type { TenantRequestInput } from '@tenantry/model';

/** One environment as the form holds it; lists with defaults may be absent. */
export type EnvironmentValue = TenantRequestInput['environments'][number];
export type EgressValue = NonNullable<EnvironmentValue['egress']>[number];
export type PeerValue = NonNullable<EnvironmentValue['peers']>[number];
export type PortsValue = EgressValue['ports'];
