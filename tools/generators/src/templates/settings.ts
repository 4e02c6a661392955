import type { Technology } from "../Technology.ts"

/** `mariadbSettings` */
export const settingsNameOf = ({ prefix }: Technology): string =>
  `${prefix.charAt(0).toLowerCase()}${prefix.slice(1)}Settings`

/** What a new package's settings name: an address, a folder, or nothing. */
export type SettingsKind = "folder" | "none" | "url"

/** The row of its README that says what the setting is. */
export const settingRow = ({ title, variable }: Technology, kind: "folder" | "url"): string =>
  kind === "folder"
    ? `| \`${variable}_FOLDER\` | none | absolute path of a folder that the process's user may write to |`
    : `| \`${variable}_URL\` | none | the address of ${title}; it may hold a password, so it is never printed |`

const refused = ({ prefix }: Technology): string => `
/** Refused: a setting of this adapter. It doesn't say what is set, which may be a secret. */
export class ${prefix}Misconfigured extends Schema.TaggedError<${prefix}Misconfigured>()("${prefix}Misconfigured", {
  problem: Schema.String,
  remedy: Schema.String
}) {
  override get message(): string {
    return \`\${this.problem} \${this.remedy}\`
  }
}
`

/** Settings to begin with: the one that the technology has. An address may hold a password, so it is redacted. */
export const settingsModule = (technology: Technology, kind: "folder" | "url"): string => {
  const { prefix, title, variable } = technology
  const effect = `Effect.Effect<${prefix}Settings, ${prefix}Misconfigured | Config.ConfigError>`
  return kind === "folder"
    ? `
import { isAbsolute } from "node:path"
import { Config, Effect, Schema } from "effect"
${refused(technology)}
export interface ${prefix}Settings {
  /** Absolute. */
  readonly folder: string
}

/** From the environment: ${variable}_FOLDER. */
export const ${settingsNameOf(technology)}: ${effect} = Effect.gen(
  function* () {
    const folder = yield* Config.String("${variable}_FOLDER").pipe(Config.withDefault(""))
    if (!isAbsolute(folder)) {
      return yield* new ${prefix}Misconfigured({
        problem: folder === "" ? "${variable}_FOLDER isn't set." : "${variable}_FOLDER isn't an absolute path.",
        remedy: "Set it to the absolute path of a folder that this process's user may write to."
      })
    }
    return { folder }
  }
)
`
    : `
import { Config, Effect, Option, Redacted, Schema } from "effect"
${refused(technology)}
export interface ${prefix}Settings {
  readonly url: Redacted.Redacted
}

/** From the environment: ${variable}_URL. */
export const ${settingsNameOf(technology)}: ${effect} = Effect.gen(
  function* () {
    const url = yield* Config.option(Config.Redacted("${variable}_URL"))
    if (Option.isNone(url) || !URL.canParse(Redacted.value(url.value))) {
      return yield* new ${prefix}Misconfigured({
        problem: Option.isNone(url) ? "${variable}_URL isn't set." : "${variable}_URL isn't an address.",
        remedy: "Set it to the address of ${title}."
      })
    }
    return { url: url.value }
  }
)
`
}

export const settingsTest = (technology: Technology, kind: "folder" | "url"): string => {
  const { name, prefix, variable } = technology
  const settings = settingsNameOf(technology)
  const isFolder = kind === "folder"
  const sample = isFolder
    ? `{ ${variable}_FOLDER: "/srv/${name}" }`
    : `{ ${variable}_URL: "https://${name}.woodgrove.example" }`
  return `
import { ConfigProvider, Effect${isFolder ? "" : ", Redacted"} } from "effect"
import { describe, expect, it } from "vitest"
import { ${settings} } from "./${prefix}Settings.ts"

const settingsOf = (environment: Readonly<Record<string, string>>) =>
  ${settings}.pipe(Effect.provide(ConfigProvider.layer(ConfigProvider.fromUnknown(environment))))

describe("${settings}", () => {
  it("takes the ${isFolder ? "folder" : "address"} as it is set", async () => {
    ${
      isFolder
        ? `expect(await Effect.runPromise(settingsOf(${sample}))).toEqual({ folder: "/srv/${name}" })`
        : `const { url } = await Effect.runPromise(settingsOf(${sample}))
    expect(Redacted.value(url)).toBe("https://${name}.woodgrove.example")`
    }
  })

  it.each([
    [{}, "${variable}_${isFolder ? "FOLDER" : "URL"} isn't set."],
    [{ ${variable}_${isFolder ? "FOLDER" : "URL"}: "p4ssw0rd" }, "${variable}_${isFolder ? "FOLDER isn't an absolute path." : "URL isn't an address."}"]
  ])("says what to set, and not what was set: %j", async (environment, words) => {
    const failure = await Effect.runPromise(Effect.flip(settingsOf(environment)))
    expect(failure.message).toContain(words)
    expect(failure.message).not.toContain("p4ssw0rd")
  })
})
`
}
