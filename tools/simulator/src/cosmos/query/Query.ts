import type { Json } from "../../platform/json.ts"

/** A query's text as a tree. */
export interface Query {
  readonly distinct: boolean
  readonly top: Expression | undefined
  readonly select: Selection
  readonly from: Source
  readonly where: Written | undefined
  readonly groupBy: ReadonlyArray<Written>
  readonly orderBy: ReadonlyArray<Ordering>
  readonly offset: Expression | undefined
  readonly limit: Expression | undefined
}

/** A part of a query with its own text, so that a plan can put it into another query. */
export interface Written {
  readonly expression: Expression
  readonly text: string
}

export type Selection =
  | { readonly kind: "all" }
  | ({ readonly kind: "value" } & Written)
  | { readonly kind: "list"; readonly items: ReadonlyArray<Written & { readonly name: string }> }

/** `FROM c`, `FROM p IN c.people`, each with any number of `JOIN p IN c.people`. */
export interface Source {
  readonly alias: string
  /** Iterated, when given; otherwise the alias is the item itself. */
  readonly each: Expression | undefined
  readonly joins: ReadonlyArray<{ readonly alias: string; readonly each: Expression }>
  readonly text: string
}

export interface Ordering extends Written {
  readonly descending: boolean
}

export type BinaryOperator =
  | "AND"
  | "OR"
  | "="
  | "!="
  | "<"
  | "<="
  | ">"
  | ">="
  | "+"
  | "-"
  | "*"
  | "/"
  | "%"
  | "||"
  | "??"

export type Expression =
  | { readonly kind: "literal"; readonly value: Json | undefined }
  | { readonly kind: "parameter"; readonly name: string }
  | { readonly kind: "alias"; readonly name: string }
  | { readonly kind: "member"; readonly of: Expression; readonly name: Expression }
  | { readonly kind: "array"; readonly items: ReadonlyArray<Expression> }
  | { readonly kind: "object"; readonly members: ReadonlyArray<readonly [name: string, value: Expression]> }
  | { readonly kind: "not" | "negative"; readonly of: Expression }
  | {
      readonly kind: "binary"
      readonly operator: BinaryOperator
      readonly left: Expression
      readonly right: Expression
    }
  | { readonly kind: "in"; readonly value: Expression; readonly choices: ReadonlyArray<Expression> }
  | { readonly kind: "like"; readonly value: Expression; readonly pattern: Expression }
  | { readonly kind: "choice"; readonly when: Expression; readonly chosen: Expression; readonly otherwise: Expression }
  | { readonly kind: "call"; readonly name: string; readonly arguments: ReadonlyArray<Expression> }
  | { readonly kind: "exists" | "subquery" | "arraySubquery"; readonly query: Query }
