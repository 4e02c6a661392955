import { existsSync } from "node:fs"
import { mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from "node:fs/promises"
import { dirname, join, relative } from "node:path"
import process from "node:process"
import { fileURLToPath, pathToFileURL } from "node:url"
import { type Plugin, rolldown } from "rolldown"

/** The file that starts each program. */
const sources = {
  server: fileURLToPath(new URL("../../../apps/rest/src/main.ts", import.meta.url)),
  simulator: fileURLToPath(new URL("../../simulator/src/main.ts", import.meta.url)),
  /** The console and its commands. */
  console: fileURLToPath(new URL("../../../apps/tui/src/main.ts", import.meta.url))
}
export type Program = keyof typeof sources

/** Tells the processes of a run where the bundle of a program is. */
const variable = (program: Program): string => `TESTKIT_${program.toUpperCase()}`

/**
 * The file that starts a program: its bundle where this run has one, otherwise its source. A process that may change sources
 * as it loads them, by an `--import` among NODE_OPTIONS in its `environment`, gets the source.
 */
export const commandOf = (program: Program, environment: Readonly<Record<string, string>> = {}): string =>
  (environment["NODE_OPTIONS"]?.includes("--import") ? undefined : process.env[variable(program)]) ?? sources[program]

/** Lets each module find the files that it reads beside its own source, and start the bundle of a program. */
const whereItWas = (programs: ReadonlyArray<Program>): Plugin => ({
  name: "where-it-was",
  load: {
    filter: { id: /\.tsx?$/u },
    handler: async (id) => {
      let code = (await readFile(id, "utf8")).replaceAll("import.meta.url", JSON.stringify(pathToFileURL(id).href))
      for (const program of programs) {
        const path = relative(dirname(id), sources[program])
        code = code.replaceAll(JSON.stringify(path), JSON.stringify(pathToFileURL(commandOf(program)).href))
      }
      return { code, moduleType: id.endsWith("x") ? "tsx" : "ts" }
    }
  }
})

const folder = fileURLToPath(new URL("../../../node_modules/.cache/testkit", import.meta.url))
const keptMillis = 24 * 60 * 60 * 1_000

/** Every name has a hash of what is in the file, so that runs at the same time can share it. */
const save = async (name: string, content: string | Uint8Array): Promise<void> => {
  const path = join(folder, name)
  if (existsSync(path)) return utimes(path, new Date(), new Date())
  await writeFile(`${path}.${process.pid}`, content)
  return rename(`${path}.${process.pid}`, path)
}

const removeOldFiles = async (): Promise<void> => {
  for (const name of await readdir(folder)) {
    const path = join(folder, name)
    if ((await stat(path)).mtimeMs < Date.now() - keptMillis) await rm(path)
  }
}

/**
 * Bundles files and what they import, and answers with their bundles' paths by the names that `files` gives them. They start
 * the bundles of `programs` instead of them.
 */
export const bundleFiles = async (
  files: Readonly<Record<string, string>>,
  programs: ReadonlyArray<Program> = []
): Promise<ReadonlyMap<string, string>> => {
  await mkdir(folder, { recursive: true })
  const made = await rolldown({ input: files, platform: "node", logLevel: "silent", plugins: [whereItWas(programs)] })
  const { output } = await made.generate({
    entryFileNames: "[name]-[hash].mjs",
    chunkFileNames: "[name]-[hash].mjs"
  })
  await made.close()
  for (const file of output) await save(file.fileName, file.type === "chunk" ? file.code : file.source)
  return new Map(
    output.flatMap((file) =>
      file.type === "chunk" && file.isEntry ? [[file.name, join(folder, file.fileName)] as const] : []
    )
  )
}

const bundle = async (program: Program): Promise<string> => {
  const made = (await bundleFiles({ [program]: sources[program] })).get(program)
  if (made === undefined) throw new Error(`Rolldown made no bundle of ${program}.`)
  return made
}

/** The bundle of a program, made now where this run has none: Node doesn't load the JSX in the console's source. */
export const bundleOf = async (program: Program): Promise<string> => process.env[variable(program)] ?? bundle(program)

/**
 * Bundles every program, and has this process and those that it starts use the bundles. Node takes 1.5 seconds of processor
 * time to load the 1,100 modules of the server, and a fifth of that for the same in a few files.
 */
export const bundlePrograms = async (): Promise<void> => {
  await mkdir(folder, { recursive: true })
  await removeOldFiles()
  // One after the other: a bundle in the making takes some hundred megabytes.
  for (const program of ["server", "simulator", "console"] as const) {
    process.env[variable(program)] = await bundle(program)
  }
}
