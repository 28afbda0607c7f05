import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Entity } from '@backstage/catalog-model';
import { stringifyError } from '@backstage/errors';
import type {
  EntityProvider,
  EntityProviderConnection,
} from '@backstage/plugin-catalog-node';
import {
  readProposedTenants,
  sharedRuns,
  type RepositorySnapshot,
  type TenantryRepositoryService,
} from '@tenantry/backstage-plugin-tenantry-node';
import type { Tenant } from '@tenantry/model';
import { tenantEntity } from './tenantEntity';
import { unreadableTenantEntity, unreadableTenants } from './unreadableTenant';

/** Emits one Resource per tenant of the main branch, and per tenant that only an open pull request knows of. */
export class TenantEntityProvider implements EntityProvider {
  readonly #logger: LoggerService;
  readonly #repository: TenantryRepositoryService;
  readonly #emit = sharedRuns(() =>
    this.#emitNow().catch(error => this.#report(error)),
  );
  #connection: EntityProviderConnection | undefined;
  /** Of each tenant in the catalog: what was emitted when its file could last be read. */
  #readable: ReadonlyMap<string, Entity> = new Map();
  #lastFailure: string | undefined;

  constructor(options: {
    logger: LoggerService;
    repository: TenantryRepositoryService;
  }) {
    this.#logger = options.logger;
    this.#repository = options.repository;
  }

  getProviderName(): string {
    return 'tenantry';
  }

  async connect(connection: EntityProviderConnection): Promise<void> {
    this.#connection = connection;
    this.#repository.onChange(() => this.#emit());
    // Not waited for: the catalog starts without the forge.
    this.refresh();
  }

  /** Reads the repository now. A failure is logged, and the catalog keeps what it has. */
  async refresh(): Promise<void> {
    try {
      // Tells all listeners, this one included; the entities that follow are waited for.
      await this.#repository.refresh();
      await this.#emit();
    } catch (error) {
      this.#report(error);
    }
  }

  async #emitNow(): Promise<void> {
    const { coordinates } = this.#repository;
    const snapshot = await this.#repository.snapshot();
    if (snapshot.staleBecause) throw new Error(snapshot.staleBecause);
    const proposals = await this.#repository.openProposals();
    const merged = await this.#repository.mergedProposals();
    const requested = await readProposedTenants(this.#repository);
    const ofTenant = ({ metadata }: Tenant) => {
      const isOf = ({ tenant }: { tenant: string }) => tenant === metadata.name;
      return { proposal: proposals.find(isOf), merged: merged.find(isOf) };
    };

    const entities = [
      ...snapshot.fleet.tenants.map(tenant =>
        tenantEntity({
          tenant,
          phase: 'merged',
          ...ofTenant(tenant),
          coordinates,
        }),
      ),
      ...requested.map(({ tenant, proposal }) =>
        tenantEntity({ tenant, phase: 'requested', proposal, coordinates }),
      ),
    ];
    const all = [...entities, ...this.#unreadable(snapshot, entities)];
    await this.#connection?.applyMutation({
      type: 'full',
      entities: all.map(entity => ({
        entity,
        locationKey: `tenantry:${coordinates.htmlUrl}`,
      })),
    });
    const inCatalog = new Set(all.map(({ metadata }) => metadata.name));
    this.#readable = new Map([
      ...[...this.#readable].filter(([name]) => inCatalog.has(name)),
      ...entities.map(entity => [entity.metadata.name, entity] as const),
    ]);
    this.#lastFailure = undefined;
  }

  /** Tenants whose file is there and can't be read did not leave: as they were before, or what there is to say. */
  #unreadable(
    snapshot: RepositorySnapshot,
    entities: readonly Entity[],
  ): Entity[] {
    const readable = new Set(entities.map(({ metadata }) => metadata.name));
    return unreadableTenants(snapshot)
      .filter(({ name }) => !readable.has(name))
      .map(tenant => {
        const before = this.#readable.get(tenant.name);
        this.#logger.warn(
          `the tenant ${
            tenant.name
          } can't be read on the main branch; the catalog shows ${
            before ? 'what it held before' : 'no more than its name'
          }`,
        );
        return (
          before ??
          unreadableTenantEntity(
            tenant,
            snapshot.tree,
            this.#repository.coordinates,
          )
        );
      });
  }

  #report(error: unknown): void {
    const reason = stringifyError(error);
    // The schedule tries again and again; one line is enough.
    if (reason === this.#lastFailure) return;
    this.#lastFailure = reason;
    this.#logger.warn(
      `Tenants in the catalog stay as they were, because the repository can't be read: ${reason}`,
    );
  }
}
