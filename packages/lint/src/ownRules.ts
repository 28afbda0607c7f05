/** Rules that are no control's: what is no manifest at all. */
export const ownRules: Readonly<
  Record<string, { readonly title: string; readonly why: string }>
> = {
  unreadable: {
    title: 'No manifest',
    why: "What isn't YAML, or holds no object of Kubernetes, can't be applied, and nothing else can be said about it.",
  },
  invalid: {
    title: 'No valid object',
    why: 'A rule needs a field that every object of the kind has. The API server refuses an object without it, whatever it is for.',
  },
};
