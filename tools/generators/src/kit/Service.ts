/** What an adapter's code is written against: a port, or the stage of its contract suite. */
export interface Service {
  readonly name: string
  /** `@incident-teams/application/ports/TeamStore` */
  readonly module: string
  readonly doc: string
  readonly members: ReadonlyArray<Member>
}

export interface Member {
  readonly name: string
  /** A method is called; a value is there from the beginning. */
  readonly kind: "method" | "value"
  /** What is demanded there, from its docstring; empty where it has none. */
  readonly doc: string
}
