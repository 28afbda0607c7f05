import {
  TenantEnvironments,
  validateTenantEnvironments,
} from './environments/TenantEnvironments';
import { GroupList, validateGroupList } from './GroupList';
import { TenantPreview, validateTenantPreview } from './preview/TenantPreview';
import { RepositoryList, validateRepositoryList } from './RepositoryList';
import { TenantName, validateTenantName } from './TenantName';
import { TenantOwner, validateTenantOwner } from './TenantOwner';
import { TenantProfile } from './TenantProfile';
import { TenantSize } from './TenantSize';

/**
 * The fields of the request form, by the name a template gives as `ui:field`. Both frontend systems install this list.
 * They carry no schemas of their own: the model judges values.
 */
export const tenantNameField = {
  name: 'TenantName',
  component: TenantName,
  validation: validateTenantName,
};

export const tenantOwnerField = {
  name: 'TenantOwner',
  component: TenantOwner,
  validation: validateTenantOwner,
};

export const groupListField = {
  name: 'GroupList',
  component: GroupList,
  validation: validateGroupList,
};

export const tenantProfileField = {
  name: 'TenantProfile',
  component: TenantProfile,
};

export const tenantSizeField = {
  name: 'TenantSize',
  component: TenantSize,
};

export const tenantEnvironmentsField = {
  name: 'TenantEnvironments',
  component: TenantEnvironments,
  validation: validateTenantEnvironments,
};

export const repositoryListField = {
  name: 'RepositoryList',
  component: RepositoryList,
  validation: validateRepositoryList,
};

export const tenantPreviewField = {
  name: 'TenantPreview',
  component: TenantPreview,
  validation: validateTenantPreview,
};
