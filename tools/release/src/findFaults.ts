import { existsSync, globSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { checkPackage, createPackageFromTarballData } from "@arethetypeswrong/core"
import { publint } from "publint"
import { formatMessage } from "publint/utils"
import { entrypoints } from "./entrypoints.ts"
import type { Packed } from "./packAll.ts"

/** Everything that speaks against publishing a package, one line each. */
export const findFaults = async (packed: Packed): Promise<ReadonlyArray<string>> => [
  ...misses(packed),
  ...(await publintSays(packed)),
  ...(await typesAreWrong(packed))
]

const misses = ({ manifest, unpacked }: Packed): ReadonlyArray<string> => {
  const ranges = Object.entries({ ...manifest.dependencies, ...manifest.peerDependencies, ...manifest.devDependencies })
  return [
    ...["README.md", "LICENSE"].filter((file) => !existsSync(join(unpacked, file))).map((file) => `${file} is missing`),
    ...globSync("**/*{.test.*,.tsbuildinfo}", { cwd: unpacked }).map((file) => `${file} is nobody else's business`),
    ...ranges
      .filter(([, range]) => /^(?:workspace|catalog):/u.test(range))
      .map(([name, range]) => `${name} is to be ${range}, which means nothing outside of the workspace`),
    ...Object.values(manifest.bin ?? {})
      .filter((file) => !readFileSync(join(unpacked, file), "utf8").startsWith("#!/usr/bin/env node\n"))
      .map((file) => `${file} is a command, but doesn't begin with #!/usr/bin/env node`)
  ]
}

const publintSays = async ({ unpacked }: Packed): Promise<ReadonlyArray<string>> => {
  // What was unpacked is just what is published.
  const { messages, pkg } = await publint({ pkgDir: unpacked, pack: false, strict: true })
  return messages.map((message) => `publint: ${formatMessage(message, pkg, { color: false }) ?? message.code}`)
}

/** ECMAScript modules only, for Node and bundlers: how CommonJS and the oldest resolution see them is of no interest. */
const served: ReadonlySet<string> = new Set(["node16-esm", "bundler"])

const typesAreWrong = async (packed: Packed): Promise<ReadonlyArray<string>> => {
  const modules = entrypoints(packed)
  if (modules.length === 0) return []
  const result = await checkPackage(createPackageFromTarballData(readFileSync(packed.tarball)), {
    entrypoints: [...modules]
  })
  if (result.types === false) return ["arethetypeswrong: there are no types"]
  return result.problems
    .filter((problem) => !("resolutionKind" in problem) || served.has(problem.resolutionKind))
    .map((problem) => `arethetypeswrong: ${JSON.stringify(problem)}`)
}
