import { Effect } from "effect"
import { SandboxFailure } from "../SandboxFailure.ts"
import type { Actor } from "./Actor.ts"
import { succeeds } from "./outcome.ts"
import { workspace } from "./Stage.ts"

/** The one that was found. */
export const only = <A>(what: string, found: ReadonlyArray<A>): Effect.Effect<A, SandboxFailure> => {
  const [first] = found
  return first === undefined || found.length > 1
    ? Effect.fail(new SandboxFailure({ message: `${what}: expected one, found ${found.length}.` }))
    : Effect.succeed(first)
}

export const personCalled = Effect.fnUntraced(function* ({ api }: Actor, name: string) {
  const { people } = yield* api.people.search({ query: { search: name } }).pipe(succeeds(`Search ${name}`))
  return yield* only(
    name,
    people.filter((person) => person.name === name)
  )
})

export const groupCalled = Effect.fnUntraced(function* ({ api }: Actor, name: string) {
  const { groups } = yield* api.people.search({ query: { search: name } }).pipe(succeeds(`Search ${name}`))
  return yield* only(
    `Group ${name}`,
    groups.filter((group) => group.name === name)
  )
})

export const incidentNumbered = Effect.fnUntraced(function* ({ api }: Actor, number: number) {
  const workspaces = yield* api.incidents.workspaces().pipe(succeeds("List workspaces"))
  const { alias } = yield* only(
    workspace,
    workspaces.items.filter((item) => item.alias === workspace)
  )
  const page = yield* api.incidents.list({ query: { workspace: alias, number } }).pipe(succeeds("List incidents"))
  return yield* only(`Incident ${number}`, page.items)
})
