import { globSync, mkdirSync, rmSync } from "node:fs"
import { join, resolve } from "node:path"
import { type Manifest, manifestIn } from "./Manifest.ts"
import { type Publishable, publishable } from "./publishable.ts"
import { run } from "./run.ts"

/** A package as others will install it. */
export interface Packed {
  /** The manifest that is in it, with the versions of other packages filled in. */
  readonly manifest: Manifest
  /** The .tgz file. */
  readonly tarball: string
  /** Where it was unpacked, to be looked at. */
  readonly unpacked: string
}

/** Builds packages of a clean checkout and packs each into a folder of its own. */
const pack = (checkout: string, target: string, packages: ReadonlyArray<Publishable>): ReadonlyArray<Packed> => {
  run(
    checkout,
    join(checkout, "node_modules/.bin/tsc"),
    "-b",
    ...packages.map(({ folder }) => `${folder}/tsconfig.lib.json`)
  )
  return packages.map(({ folder, manifest }) => {
    const own = join(target, manifest.name.replaceAll(/[@/]/gu, "_"))
    mkdirSync(own, { recursive: true })
    run(join(checkout, folder), "pnpm", "pack", "--pack-destination", own)
    const [tarball = ""] = globSync("*.tgz", { cwd: own })
    run(own, "tar", "--extract", "--gzip", `--file=${tarball}`)
    const unpacked = join(own, "package")
    return { manifest: manifestIn(unpacked), tarball: join(own, tarball), unpacked }
  })
}

/** Builds every publishable package of a clean checkout and packs it into a folder, which is emptied first. */
export const packAll = (checkout: string, into: string): ReadonlyArray<Packed> => {
  const target = resolve(into)
  rmSync(target, { recursive: true, force: true })
  return pack(checkout, target, publishable(checkout))
}

/** Packs the tools that the sandbox's image has beside the server, into the folder `sandbox` there. Nobody publishes them. */
export const packSandbox = (checkout: string, into: string): ReadonlyArray<Packed> =>
  pack(
    checkout,
    join(resolve(into), "sandbox"),
    ["tools/simulator", "tools/sandbox"].map((folder) => ({ folder, manifest: manifestIn(join(checkout, folder)) }))
  )
