export type { Author } from './author';
export { verifyRules, type VerifyRule, type VerifyRuleName } from './rules';
export type { LiveUse, NamespaceUse } from './use';
export {
  verifyChange,
  type Verification,
  type VerifyInput,
} from './verifyChange';
