import { createHash } from "node:crypto"
import { readFileSync } from "node:fs"
import { createRequire } from "node:module"
import { fileURLToPath } from "node:url"
import { Context, Effect, Layer } from "effect"
import { PageSettings } from "./PageSettings.ts"

const require = createRequire(import.meta.url)
const own = (name: string): string => fileURLToPath(new URL(`../../assets/${name}`, import.meta.url))

/** Every file that a page of ours asks for; the last one is Microsoft's, from their package. */
const sources = {
  "page.css": { path: () => own("page.css"), type: "text/css; charset=utf-8" },
  "icon.svg": { path: () => own("icon.svg"), type: "image/svg+xml" },
  "follow.js": { path: () => own("follow.js"), type: "text/javascript; charset=utf-8" },
  "live.js": { path: () => own("live.js"), type: "text/javascript; charset=utf-8" },
  "pick.js": { path: () => own("pick.js"), type: "text/javascript; charset=utf-8" },
  "signIn.js": { path: () => own("signIn.js"), type: "text/javascript; charset=utf-8" },
  "handOver.js": { path: () => own("handOver.js"), type: "text/javascript; charset=utf-8" },
  "inTeams.js": { path: () => own("inTeams.js"), type: "text/javascript; charset=utf-8" },
  "configure.js": { path: () => own("configure.js"), type: "text/javascript; charset=utf-8" },
  "MicrosoftTeams.min.js": {
    path: () => require.resolve("@microsoft/teams-js/dist/umd/MicrosoftTeams.min.js"),
    type: "text/javascript; charset=utf-8"
  }
} as const
export type PageFile = keyof typeof sources

export interface ServedFile {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly type: string
  /** Of what is in it: another version, another address. */
  readonly version: string
}

/** The files of the pages. Each address says which version it is of, so that a browser may keep it for good. */
export class PageFiles extends Context.Service<
  PageFiles,
  {
    /** Where a page finds a file. */
    readonly address: (name: PageFile) => string
    /** None for any other name or version. */
    readonly file: (version: string, name: string) => ServedFile | undefined
  }
>()("incident-teams-server/PageFiles") {}

const isPageFile = (name: string): name is PageFile => Object.hasOwn(sources, name)

/** `base`: the path before ours. A file is read once, when a page first names it. */
export const make = (base: string): PageFiles["Service"] => {
  const read = new Map<PageFile, ServedFile>()
  const fileCalled = (name: PageFile): ServedFile => {
    const known = read.get(name)
    if (known !== undefined) return known
    const { path, type } = sources[name]
    const bytes = new Uint8Array(readFileSync(path()))
    const version = createHash("sha256").update(bytes).digest("base64url").slice(0, 12)
    const file: ServedFile = { bytes, type, version }
    read.set(name, file)
    return file
  }
  return {
    address: (name) => `${base}/page/${fileCalled(name).version}/${name}`,
    file: (version, name) => {
      const file = isPageFile(name) ? fileCalled(name) : undefined
      return file?.version === version ? file : undefined
    }
  }
}

export const layer = Layer.effect(
  PageFiles,
  Effect.map(PageSettings, ({ base }) => make(base))
)
