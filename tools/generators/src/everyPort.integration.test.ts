import { readFileSync } from "node:fs"
import { join } from "node:path"
import { Result, Schema } from "effect"
import { flushChanges, FsTree } from "nx/src/generators/tree"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { adapter } from "./adapter.ts"
import { readKit } from "./kit/Kit.ts"
import { technologyOf } from "./Technology.ts"
import { thisWorkspace } from "./testing/thisWorkspace.ts"
import { WorkspaceCopy } from "./testing/WorkspaceCopy.ts"

const Report = Schema.fromJsonString(
  Schema.Struct({
    testResults: Schema.Array(
      Schema.Struct({
        name: Schema.String,
        assertionResults: Schema.Array(
          Schema.Struct({
            title: Schema.String,
            status: Schema.String,
            failureMessages: Schema.NullOr(Schema.Array(Schema.String))
          })
        )
      })
    )
  })
)

const { ports } = readKit(thisWorkspace)
const technologyFor = (port: string) => `probe-${port.toLowerCase()}`
const prefixFor = (port: string) => Result.getOrThrow(technologyOf(technologyFor(port))).prefix
const folders = ports.map(({ name }) => `packages/adapters/${technologyFor(name)}`)

let copy: WorkspaceCopy

/** A package of its own for each port, in a copy of the workspace. */
beforeAll(async () => {
  copy = new WorkspaceCopy()
  for (const { name: port } of ports) {
    const tree = new FsTree(copy.root, false)
    await adapter(tree, { port, technology: technologyFor(port) })
    flushChanges(copy.root, tree.listChanges())
  }
  const { output, status } = copy.run("pnpm", ["install", "--prefer-offline"])
  if (status !== 0) throw new Error(output)
})
afterAll(() => copy[Symbol.dispose]())

/** Whatever the command finds is in the failure. */
const expectSilence = (command: string, ...args: ReadonlyArray<string>): void => {
  const { output, status } = copy.run(command, args)
  expect(status, output).toBe(0)
}

describe("what is generated for every port", { timeout: 180_000 }, () => {
  it("is formatted", () => expectSilence("oxfmt", "--check", ...folders, "tsconfig.json"))

  it("keeps to the boundaries", () => expectSilence("node", "tools/boundaries/src/main.ts"))

  it("builds, has right types, and is free of lint", () => {
    const projects = ["lib", "spec"].flatMap((kind) => folders.map((folder) => `${folder}/tsconfig.${kind}.json`))
    expectSilence("tsc", "-b", ...projects)
    expectSilence("oxlint", "--type-aware", "--deny-warnings", ...folders)
  })

  it("fails method by method, and of nothing else", () => {
    copy.run("vitest", ["run", "--project=adapter-probe-*", "--reporter=json", "--outputFile=probes.json"])
    const { testResults } = Schema.decodeUnknownSync(Report)(readFileSync(join(copy.root, "probes.json"), "utf8"))
    const contracts = testResults.filter(({ name }) => !name.endsWith("Settings.test.ts"))
    const others = testResults.filter((file) => !contracts.includes(file)).flatMap((file) => file.assertionResults)
    expect(new Set(others.map(({ status }) => status))).toEqual(new Set(["passed"]))

    for (const port of ports) {
      const file = `/${technologyFor(port.name)}/src/${prefixFor(port.name)}${port.name}.test.ts`
      const tests = contracts.find(({ name }) => name.endsWith(file))?.assertionResults ?? []
      const failed = tests.filter(({ status }) => status === "failed")
      const toDo = failed.find(({ title }) => title === "has everything written")?.failureMessages?.join("\n")
      const members = [port, ...port.suite.stages].flatMap((service) =>
        service.members.map((member) => `${service.name}.${member.name}, which`)
      )
      for (const member of members) expect(toDo).toContain(member)
      const waiting = [...(toDo ?? "").matchAll(/which (\d+) tests? waits? for/gu)].map(([, count]) => Number(count))
      // All but the one that tells.
      expect(
        waiting.reduce((sum, count) => sum + count, 0),
        port.name
      ).toBe(failed.length - 1)
    }
  })
})
