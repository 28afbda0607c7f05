import scaffolderPlugin from '@backstage/plugin-scaffolder/alpha';

/** The scaffolder, with its forms drawn by the same library as our own fields. */
export const scaffolderWithBackstageUi = scaffolderPlugin.withOverrides({
  extensions: [
    scaffolderPlugin.getExtension('sub-page:scaffolder/templates').override({
      factory: (originalFactory, { config }) =>
        originalFactory({ config: { ...config, enableBackstageUi: true } }),
    }),
  ],
});
