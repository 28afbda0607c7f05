import { useApi } from '@backstage/core-plugin-api';
import { Link, Skeleton, Text } from '@backstage/ui';
import type {
  Preview,
  PullRequestSummary,
} from '@tenantry/backstage-plugin-tenantry-common';
import { useCallback, useEffect, useRef, useState } from 'react';
import { forgetPreview, previewOf, requestOf } from '../../api/previewRequest';
import { tenantryApiRef } from '../../api/tenantryApiRef';
import { ErrorAlert, wordsOf } from '../../components/common/ErrorAlert';
import {
  formDataOf,
  type FieldProps,
  type FieldValidation,
} from '../fieldTypes';
import { Hint } from '../Hint';
import { FileBrowser } from './FileBrowser';
import { PlanTable } from './PlanTable';
import { PreviewSummary } from './PreviewSummary';
import { ProblemList } from './ProblemList';
import { PullRequestText } from './PullRequestText';
import styles from './TenantPreview.module.css';

/** The last page: the exact files and the plan, before anything is submitted. It has no value of its own. */
export function TenantPreview(props: FieldProps<undefined>) {
  const { onChange } = props;
  useMarkedForValidation(onChange);
  const { preview, error, refresh } = usePreview(formDataOf(props));
  if (error) {
    return (
      <ErrorAlert
        title="The preview could not be made"
        error={error}
        onRetry={refresh}
      />
    );
  }
  if (!preview) return <PreviewSkeleton />;
  return preview.ok ? (
    <div className={styles.page}>
      <PreviewSummary
        plan={preview.plan}
        files={preview.files}
        onTopOf={preview.onTopOf}
      />
      {preview.onTopOf && <OnTopOf pullRequest={preview.onTopOf} />}
      <PlanTable plan={preview.plan} />
      <FileBrowser files={preview.files} commit={preview.commit} />
      <PullRequestText pullRequest={preview.pullRequest} />
    </div>
  ) : (
    <ProblemList problems={preview.problems} />
  );
}

/** Files and plan are those against the main branch: what the pull request will hold in the end. */
function OnTopOf({ pullRequest }: { pullRequest: PullRequestSummary }) {
  return (
    <Hint kind="note">
      <Link href={pullRequest.url}>Pull request #{pullRequest.number}</Link>{' '}
      asks for this tenant and is open. This request becomes a commit on top and
      takes the place of what was asked for: what is shown here is what the pull
      request will then hold, and nothing else.
    </Hint>
  );
}

/**
 * The form checks only fields that it holds a key for, so the key is set once, to undefined: it is checked, and never
 * sent.
 */
function useMarkedForValidation(onChange: (value: undefined) => void) {
  const marked = useRef(false);
  useEffect(() => {
    if (marked.current) return;
    marked.current = true;
    onChange(undefined);
  }, [onChange]);
}

function usePreview(formData: Record<string, unknown>) {
  const api = useApi(tenantryApiRef);
  const request = JSON.stringify(requestOf(formData));
  const [answer, setAnswer] = useState<{ preview?: Preview; error?: Error }>(
    {},
  );
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    let abandoned = false;
    setAnswer({});
    previewOf(api, JSON.parse(request)).then(
      preview => !abandoned && setAnswer({ preview }),
      error => !abandoned && setAnswer({ error }),
    );
    return () => {
      abandoned = true;
    };
  }, [api, request, turn]);
  // What was read when the page was last open may be old: the repository moves on.
  useEffect(() => () => forgetPreview(api), [api]);
  const refresh = useCallback(() => {
    forgetPreview(api);
    setTurn(current => current + 1);
  }, [api]);
  return { ...answer, refresh };
}

function PreviewSkeleton() {
  return (
    <div
      className={styles.page}
      role="status"
      aria-label="Rendering the files of the request"
    >
      <Text color="secondary">Rendering the files of the request …</Text>
      <Skeleton width="100%" height={72} />
      <Skeleton width="100%" height={240} />
      <Skeleton width="100%" height={320} />
    </div>
  );
}

/** Nobody goes on while the preview isn't good: a request that can't be rendered can't be proposed. */
export const validateTenantPreview: FieldValidation<undefined> = async (
  _value,
  field,
  { apiHolder, formData },
) => {
  const api = apiHolder.get(tenantryApiRef);
  if (!api) return;
  const preview = await previewOf(api, formData).catch((error: Error) => error);
  if (preview instanceof Error) {
    field.addError(
      `can't go on, because no preview could be made: ${wordsOf(preview)}`,
    );
    return;
  }
  if (!preview.ok) {
    const count = preview.problems.length;
    field.addError(
      `can't go on: the request has ${
        count === 1 ? 'one problem' : `${count} problems`
      }, listed on this page. Go back and put ${
        count === 1 ? 'it' : 'them'
      } right.`,
    );
  }
};
