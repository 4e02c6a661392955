import { execFileSync } from "node:child_process"
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { afterAll, describe, expect, it } from "vitest"
import { findFaults } from "./findFaults.ts"
import { manifestIn } from "./Manifest.ts"
import type { Packed } from "./packAll.ts"

const scratch = mkdtempSync(join(tmpdir(), "incident-teams-faults-"))
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

const sound = {
  "package.json": {
    name: "sound",
    version: "1.0.0",
    license: "MIT",
    type: "module",
    files: ["dist"],
    bin: { sound: "./dist/main.js" },
    exports: { "./inner/*": null, "./*": { types: "./dist/*.d.ts", default: "./dist/*.js" } },
    peerDependencies: { effect: "^4.1.0" }
  },
  "README.md": "# Sound",
  LICENSE: "MIT",
  "dist/main.js": "#!/usr/bin/env node\nexport const main = 1\n",
  "dist/main.d.ts": "export declare const main = 1\n",
  "dist/Concept.js": "export const concept = 1\n",
  "dist/Concept.d.ts": "export declare const concept = 1\n",
  "dist/inner/Detail.js": "export const detail = 1\n"
}

/** A package as it would be unpacked, with files in place of those of the sound one; undefined: without it. */
const packedWith = (changes: Readonly<Record<string, unknown>> = {}): Packed => {
  const own = mkdtempSync(join(scratch, "package-"))
  const unpacked = join(own, "package")
  for (const [path, content] of Object.entries({ ...sound, ...changes })) {
    if (content === undefined) continue
    mkdirSync(dirname(join(unpacked, path)), { recursive: true })
    writeFileSync(join(unpacked, path), typeof content === "string" ? content : JSON.stringify(content))
  }
  const tarball = join(own, "package.tgz")
  execFileSync("tar", ["--create", "--gzip", `--file=${tarball}`, "package"], { cwd: own })
  return { manifest: manifestIn(unpacked), tarball, unpacked }
}

const manifest = sound["package.json"]

describe("findFaults", () => {
  it("finds none in a sound package", async () => {
    expect(await findFaults(packedWith())).toEqual([])
  })

  it.each([
    ["no README", { "README.md": undefined }, "README.md is missing"],
    ["no license", { LICENSE: undefined }, "LICENSE is missing"],
    ["a test", { "dist/Concept.test.js": "" }, "dist/Concept.test.js is nobody else's business"],
    ["a build's memory", { "dist/tsconfig.lib.tsbuildinfo": "" }, "tsbuildinfo is nobody else's business"],
    [
      "a version that only the workspace knows",
      { "package.json": { ...manifest, dependencies: { other: "workspace:*" } } },
      "other is to be workspace:*"
    ],
    ["a command that no shell could run", { "dist/main.js": "export const main = 1\n" }, "doesn't begin with #!"],
    ["a module without types", { "dist/Concept.d.ts": undefined }, "arethetypeswrong: "],
    [
      "types that import what isn't there",
      { "dist/Concept.d.ts": 'export * from "./Other.ts"\n' },
      "arethetypeswrong: "
    ],
    ["CommonJS under the name of a module", { "dist/Concept.js": "module.exports = {}\n" }, "publint: "],
    [
      "an export that leads nowhere",
      { "package.json": { ...manifest, exports: { ...manifest.exports, "./gone": "./dist/gone.js" } } },
      "publint: "
    ]
  ])("finds %s", async (_, changes, fault) => {
    expect(await findFaults(packedWith(changes))).toEqual(expect.arrayContaining([expect.stringContaining(fault)]))
  })
})
