// @ts-check

/**
 * What was last judged of the fleet. All of it can be judged anew: whoever drops these tables loses nothing but time.
 *
 * @param {import('knex').Knex} knex
 */
exports.up = async function up(knex) {
  await knex.schema.createTable('fleet_controls', table => {
    table.comment('Where in `states` a control has its letter; never reused');
    table.integer('position').primary();
    table.string('control').notNullable().unique();
  });

  await knex.schema.createTable('fleet_tenants', table => {
    table.comment('One row a tenant: the worst of its environments');
    table.string('tenant').primary();
    table.string('title').notNullable();
    table.string('owner').notNullable();
    table.string('profile').notNullable();
    table.string('size').notNullable();
    table.string('phase').notNullable();
    table.text('search').notNullable().comment('What a text is looked for in');
    table.text('problem').comment('Why nothing can be judged');
    judgement(table);
    table.string('worst_environment');
    table.index(['rank', 'tenant']);
    table.index(['state', 'rank', 'tenant']);
    table.index(['owner', 'rank', 'tenant']);
    table.index(['worst_control', 'rank', 'tenant']);
    table.index(['judged_at']);
    table.index(['vouched_at']);
  });

  await knex.schema.createTable('fleet_environments', table => {
    table.comment('One row an environment');
    table.string('tenant').notNullable();
    table.string('environment').notNullable();
    table.string('cluster').notNullable();
    table.string('namespace').notNullable();
    table.string('profile').notNullable();
    table.string('size').notNullable();
    table.text('states').notNullable().comment('One letter a control');
    table.integer('holds').notNullable();
    table.integer('drifts').notNullable();
    table.integer('unknown').notNullable();
    table.integer('unavailable').notNullable();
    table.integer('proved').notNullable();
    table.string('source_at').comment('The oldest source, ISO 8601');
    judgement(table);
    table.primary(['tenant', 'environment']);
    // All that the matrix and the filters by control read; not `stale`, whose words PostgreSQL may find too long.
    table.index(['cluster', 'states', 'vouched_at', 'tenant']);
    table.index(['profile', 'tenant']);
  });

  await knex.schema.createTable('fleet_keys', table => {
    table.comment('From which the names of channels are made; one of a name');
    table.string('name').primary();
    table.string('value').notNullable();
  });
};

/**
 * What rows of both tables have.
 *
 * @param {import('knex').Knex.CreateTableBuilder} table
 */
function judgement(table) {
  table.string('state').notNullable();
  table.integer('rank').notNullable().comment('The least is the worst');
  table.string('worst_control');
  table.string('worst_column');
  table.string('worst_state');
  table.text('worst_reason');
  table.string('proved_at');
  table.string('judged_at').notNullable();
  table
    .string('vouched_at')
    .notNullable()
    .comment(
      '`judged_at` as long as it counts; empty where `stale` says why not',
    );
  table
    .text('stale')
    .comment('Why what was judged may no longer be so; null while it is');
}

/** @param {import('knex').Knex} knex */
exports.down = async function down(knex) {
  await knex.schema.dropTable('fleet_keys');
  await knex.schema.dropTable('fleet_environments');
  await knex.schema.dropTable('fleet_tenants');
  await knex.schema.dropTable('fleet_controls');
};
