import type { Technology } from "../Technology.ts"

/** `postgresSettings` */
export const settingsNameOf = ({ prefix }: Technology): string =>
  `${prefix.charAt(0).toLowerCase()}${prefix.slice(1)}Settings`

/** What its tests set. */
export const sampleEnvironment = ({ name, variable }: Technology): string =>
  `{ ${variable}_URL: "https://${name}.woodgrove.example" }`

/**
 * Settings to begin with: the one that almost every technology has, an address. It may hold a password, so it is
 * redacted.
 */
export const settingsModule = (technology: Technology): string => {
  const { prefix, title, variable } = technology
  return `
import { Config, Effect, Option, Redacted, Schema } from "effect"

/** Refused: a setting of this adapter. It doesn't say what is set, which may be a secret. */
export class ${prefix}Misconfigured extends Schema.TaggedError<${prefix}Misconfigured>()("${prefix}Misconfigured", {
  problem: Schema.String,
  remedy: Schema.String
}) {
  override get message(): string {
    return \`\${this.problem} \${this.remedy}\`
  }
}

export interface ${prefix}Settings {
  readonly url: Redacted.Redacted
}

/** From the environment: ${variable}_URL. */
export const ${settingsNameOf(technology)}: Effect.Effect<${prefix}Settings, ${prefix}Misconfigured | Config.ConfigError> = Effect.gen(
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

export const settingsTest = (technology: Technology): string => {
  const { name, prefix, variable } = technology
  const settings = settingsNameOf(technology)
  return `
import { ConfigProvider, Effect, Redacted } from "effect"
import { describe, expect, it } from "vitest"
import { ${settings} } from "./${prefix}Settings.ts"

const settingsOf = (environment: Readonly<Record<string, string>>) =>
  ${settings}.pipe(Effect.provide(ConfigProvider.layer(ConfigProvider.fromUnknown(environment))))

describe("${settings}", () => {
  it("takes the address as it is set", async () => {
    const { url } = await Effect.runPromise(settingsOf(${sampleEnvironment(technology)}))
    expect(Redacted.value(url)).toBe("https://${name}.woodgrove.example")
  })

  it.each([
    [{}, "${variable}_URL isn't set."],
    [{ ${variable}_URL: "p4ssw0rd" }, "${variable}_URL isn't an address."]
  ])("says what to set, and not what was set: %j", async (environment, words) => {
    const failure = await Effect.runPromise(Effect.flip(settingsOf(environment)))
    expect(failure.message).toContain(words)
    expect(failure.message).not.toContain("p4ssw0rd")
  })
})
`
}
