import { useApi } from '@backstage/core-plugin-api';
import { Link, TextField } from '@backstage/ui';
import { suggestName, tenantNameProblem } from '@tenantry/model';
import type { NameCheck } from '@tenantry/backstage-plugin-tenantry-common';
import { useEffect, useRef, useState } from 'react';
import useDebounce from 'react-use/esm/useDebounce';
import { tenantryApiRef } from '../api/tenantryApiRef';
import { wordsOf } from '../components/common/ErrorAlert';
import {
  formDataOf,
  textOf,
  type FieldProps,
  type FieldValidation,
} from './fieldTypes';
import { Hint } from './Hint';
import { problemWords } from './requestProblems';

/** The tenant's name: proposed from the title, checked against the repository while it is typed. */
export function TenantName(props: FieldProps<string>) {
  const { formData, onChange, schema, required, rawErrors } = props;
  const name = textOf(formData);
  const title = textOf(formDataOf(props).title);
  const proposal = title.trim() ? suggestName(title) : undefined;
  useProposal(name, proposal, onChange);
  return (
    <div>
      <TextField
        label={schema.title ?? 'Name'}
        description={
          schema.description ??
          'Namespaces, groups and files are named after it. It can never be changed.'
        }
        value={name}
        onChange={value => onChange(value || undefined)}
        isRequired={required}
        isDisabled={props.disabled}
        validationBehavior="aria"
        isInvalid={Boolean(rawErrors?.length)}
        autoComplete="off"
        spellCheck="false"
      />
      {!rawErrors?.length && <NameVerdict name={name} />}
    </div>
  );
}

/** Follows the title for as long as the person leaves the proposal alone. */
function useProposal(
  name: string,
  proposal: string | undefined,
  onChange: (name: string | undefined) => void,
) {
  const last = useRef(name === '' ? undefined : proposal);
  useEffect(() => {
    if (proposal === last.current) return;
    const untouched = name === '' || name === last.current;
    last.current = proposal;
    if (untouched) onChange(proposal);
  }, [name, proposal, onChange]);
}

function NameVerdict({ name }: { name: string }) {
  const api = useApi(tenantryApiRef);
  const [answer, setAnswer] = useState<NameCheck | Error>();
  const problem = name ? tenantNameProblem(name) : undefined;
  useDebounce(
    () => {
      if (name && !problem) {
        api.checkName(name).then(setAnswer, setAnswer);
      }
    },
    300,
    [api, name],
  );

  if (!name) return null;
  if (problem) {
    return <Hint kind="bad">{problemWords({ path: [], ...problem })}</Hint>;
  }
  if (answer instanceof Error) {
    return (
      <Hint kind="note">
        Whether {name} is free could not be found out: {wordsOf(answer)}
      </Hint>
    );
  }
  if (answer?.name !== name) return <Hint kind="busy">Looking for {name}</Hint>;
  if (answer.onTopOf) {
    return (
      <Hint kind="note">
        Your group asked for {name} already, in{' '}
        <Link href={answer.onTopOf.url}>
          pull request #{answer.onTopOf.number}
        </Link>
        : this request takes its place there, and what it leaves out is removed
      </Hint>
    );
  }
  return answer.free ? (
    <Hint kind="good">{name} is free</Hint>
  ) : (
    <Hint kind="bad">
      {answer.problems.map(problemWords).join(' ') || `${name} is taken.`}
    </Hint>
  );
}

/** Before the next page: the grammar, then the repository. */
export const validateTenantName: FieldValidation<string> = async (
  value,
  field,
  { apiHolder },
) => {
  const name = textOf(value);
  const problem = tenantNameProblem(name);
  if (problem) {
    field.addError(problemWords({ path: [], ...problem }));
    return;
  }
  const check = await apiHolder.get(tenantryApiRef)?.checkName(name);
  if (check && !check.free) {
    field.addError(
      check.problems.map(problemWords).join(' ') || `${name} is taken.`,
    );
  }
};
