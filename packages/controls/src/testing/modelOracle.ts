import { AppProject } from '@kubernetes-models/argo-cd/argoproj.io/v1alpha1/AppProject';
import { Application } from '@kubernetes-models/argo-cd/argoproj.io/v1alpha1/Application';
import { ApplicationSet } from '@kubernetes-models/argo-cd/argoproj.io/v1alpha1/ApplicationSet';
import { MutatingPolicy } from '@kubernetes-models/kyverno/policies.kyverno.io/v1/MutatingPolicy';
import { ValidatingPolicy } from '@kubernetes-models/kyverno/policies.kyverno.io/v1/ValidatingPolicy';
import { FlowSchema } from 'kubernetes-models/flowcontrol.apiserver.k8s.io/v1/FlowSchema';
import { PriorityLevelConfiguration } from 'kubernetes-models/flowcontrol.apiserver.k8s.io/v1/PriorityLevelConfiguration';
import { NetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicy';
import { RuntimeClass } from 'kubernetes-models/node.k8s.io/v1/RuntimeClass';
import { ClusterRole } from 'kubernetes-models/rbac.authorization.k8s.io/v1/ClusterRole';
import { ClusterRoleBinding } from 'kubernetes-models/rbac.authorization.k8s.io/v1/ClusterRoleBinding';
import { RoleBinding } from 'kubernetes-models/rbac.authorization.k8s.io/v1/RoleBinding';
import { ConfigMap } from 'kubernetes-models/v1/ConfigMap';
import { LimitRange } from 'kubernetes-models/v1/LimitRange';
import { Namespace } from 'kubernetes-models/v1/Namespace';
import { ResourceQuota } from 'kubernetes-models/v1/ResourceQuota';
import { ServiceAccount } from 'kubernetes-models/v1/ServiceAccount';
import type { KubernetesObject } from '../objects';

interface Model {
  validate(): void;
}

/** Generated from Kubernetes', Kyverno's and Argo CD's own schemas, by other people: a second opinion on our objects. */
const models: Readonly<Record<string, new (data?: never) => Model>> = {
  AppProject,
  Application,
  ApplicationSet,
  ClusterRole,
  ClusterRoleBinding,
  ConfigMap,
  FlowSchema,
  LimitRange,
  MutatingPolicy,
  Namespace,
  NetworkPolicy,
  PriorityLevelConfiguration,
  ResourceQuota,
  RoleBinding,
  RuntimeClass,
  ServiceAccount,
  ValidatingPolicy,
};

/** Kinds of which nobody has made a model; the cluster tests hold them to their CustomResourceDefinitions. */
const withoutModel = new Set([
  'CiliumNetworkPolicy',
  'ClusterNetworkPolicy',
  'Gateway',
  'ListenerSet',
]);

/** @throws whatever the schema finds wrong, and for a kind that has no model here. */
export function validateByModel(object: KubernetesObject): void {
  if (withoutModel.has(object.kind)) return;
  const Model = models[object.kind];
  if (!Model) throw new Error(`no model of ${object.kind}`);
  new Model(object as never).validate();
}
