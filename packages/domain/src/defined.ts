/** The members of `A`, those that may be undefined as optional ones. */
export type Defined<A> = {
  [K in keyof A as undefined extends A[K] ? never : K]: A[K]
} & {
  [K in keyof A as undefined extends A[K] ? K : never]?: Exclude<A[K], undefined>
} extends infer Members
  ? { [K in keyof Members]: Members[K] }
  : never

/**
 * The same members without those that are undefined: `defined({ id, reason })` has no `reason` where there is none.
 * Optional members are absent here, never undefined (`exactOptionalPropertyTypes`).
 */
export const defined = <const A extends object>(members: A): Defined<A> => {
  const present: unknown = Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined))
  // Only what the type says is optional can be undefined, hence be left out.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return present as Defined<A>
}
