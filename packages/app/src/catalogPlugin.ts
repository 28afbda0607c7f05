import catalogPlugin from '@backstage/plugin-catalog/alpha';

/** The catalog without its card of labels: what they say of a tenant, the isolation card says in words. */
export const catalogWithoutLabels = catalogPlugin.withOverrides({
  extensions: [
    catalogPlugin
      .getExtension('entity-card:catalog/labels')
      .override({ disabled: true }),
  ],
});
