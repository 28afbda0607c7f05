import { createFrontendModule } from '@backstage/frontend-plugin-api';
import {
  createFormField,
  FormFieldBlueprint,
} from '@backstage/plugin-scaffolder-react/alpha';

/** The fields of the request form. Install this module beside the scaffolder. */
export const scaffolderModule = createFrontendModule({
  pluginId: 'scaffolder',
  extensions: [
    FormFieldBlueprint.make({
      name: 'tenant-name',
      params: {
        field: async () => createFormField((await load()).tenantNameField),
      },
    }),
    FormFieldBlueprint.make({
      name: 'tenant-owner',
      params: {
        field: async () => createFormField((await load()).tenantOwnerField),
      },
    }),
    FormFieldBlueprint.make({
      name: 'group-list',
      params: {
        field: async () => createFormField((await load()).groupListField),
      },
    }),
    FormFieldBlueprint.make({
      name: 'tenant-profile',
      params: {
        field: async () => createFormField((await load()).tenantProfileField),
      },
    }),
    FormFieldBlueprint.make({
      name: 'tenant-size',
      params: {
        field: async () => createFormField((await load()).tenantSizeField),
      },
    }),
    FormFieldBlueprint.make({
      name: 'tenant-environments',
      params: {
        field: async () =>
          createFormField((await load()).tenantEnvironmentsField),
      },
    }),
    FormFieldBlueprint.make({
      name: 'repository-list',
      params: {
        field: async () => createFormField((await load()).repositoryListField),
      },
    }),
    FormFieldBlueprint.make({
      name: 'tenant-preview',
      params: {
        field: async () => createFormField((await load()).tenantPreviewField),
      },
    }),
  ],
});

function load() {
  return import('./fields/formFields');
}
