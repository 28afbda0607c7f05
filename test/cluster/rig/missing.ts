/** Something this machine lacks: one line that names it and how to get it, to be shown without a stack. */
export class MissingRequirement extends Error {}
