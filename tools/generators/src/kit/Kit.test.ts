import { describe, expect, it } from "vitest"
import { thisWorkspace } from "../testing/thisWorkspace.ts"
import { readKit } from "./Kit.ts"
import { readService } from "./readService.ts"

const { ports, withoutSuite } = readKit(thisWorkspace)

describe("the application", () => {
  it("has a suite for every port", () => {
    expect(ports.length).toBeGreaterThan(0)
    expect(withoutSuite).toEqual([])
  })

  it("gives every suite a store, or a layer with the port and a stage", () => {
    for (const { name, suite } of ports)
      expect([name, suite.forStores, suite.stages.length > 0]).not.toEqual([name, false, false])
  })

  it("says of every port and stage, and of everything in them, what is demanded", () => {
    const services = new Set(ports.flatMap((port) => [port, ...port.suite.stages]))
    const silent = [...services].flatMap(({ doc, members, name }) => [
      ...(doc === "" ? [name] : []),
      ...members.filter((member) => member.doc === "").map((member) => `${name}.${member.name}`)
    ])
    expect(silent).toEqual([])
  })
})

describe("readService", () => {
  it("reads methods and values with their docstrings, in their order", () => {
    const text = `
      import { Context, type Effect } from "effect"
      /** Not it. */
      export class Other extends Base {}
      /**
       * Where things are
       * kept.
       */
      export class Shelf extends Context.Service<Shelf, {
        /** How many. */
        readonly size: number
        // Not a docstring.
        put(thing: string): Effect.Effect<void>
        /** Takes one. */
        readonly take: (thing: string) => Effect.Effect<string>
        readonly first: Effect.Effect<string>
      }>()("Shelf") {}`
    expect(readService("@incident-teams/application/ports/Shelf", text)).toEqual({
      name: "Shelf",
      module: "@incident-teams/application/ports/Shelf",
      doc: "Where things are kept.",
      members: [
        { name: "size", kind: "value", doc: "How many." },
        { name: "put", kind: "method", doc: "" },
        { name: "take", kind: "method", doc: "Takes one." },
        { name: "first", kind: "value", doc: "" }
      ]
    })
  })

  it("finds none in a module without one", () => {
    expect(readService("", "export class Plain {}\nexport const service = Context.Service")).toBeUndefined()
  })
})
