import { Option, Schema } from "effect"

/** What a registry's advisories come to for one lockfile. */
export type Verdict =
  /** `serious`: a line for each advisory that is high or critical; `lesser`: how many others there are. */
  | { readonly _tag: "Audited"; readonly serious: ReadonlyArray<string>; readonly lesser: number }
  /** The registry serves no advisories, or can't be reached. */
  | { readonly _tag: "NotAsked"; readonly reason: string }

const advised = { title: Schema.String, url: Schema.String, severity: Schema.String }

/** `pnpm audit --json`: what `audit.ignore` names isn't listed, though its `metadata` counts it. */
const PnpmReport = Schema.Struct({
  advisories: Schema.Record(Schema.String, Schema.Struct({ ...advised, module_name: Schema.String }))
})

/** `npm audit --json` (auditReportVersion 2): a package without an advisory of its own names the one that has it. */
const NpmReport = Schema.Struct({
  vulnerabilities: Schema.Record(
    Schema.String,
    Schema.Struct({ name: Schema.String, via: Schema.Array(Schema.Union([Schema.String, Schema.Struct(advised)])) })
  )
})

const readPnpm = Schema.decodeUnknownOption(Schema.fromJsonString(PnpmReport))
const readNpm = Schema.decodeUnknownOption(Schema.fromJsonString(NpmReport))

interface Advisory {
  readonly name: string
  readonly title: string
  readonly url: string
  readonly severity: string
}

const audited = (advisories: ReadonlyArray<Advisory>): Verdict => {
  const serious = advisories.filter(({ severity }) => severity === "high" || severity === "critical")
  return {
    _tag: "Audited",
    serious: serious.map(({ severity, name, title, url }) => `${severity}: ${name}: ${title} (${url})`),
    lesser: advisories.length - serious.length
  }
}

/** Of what `pnpm audit --json` or `npm audit --json` wrote. */
export const verdictOf = (stdout: string, stderr: string): Verdict => {
  const pnpm = Option.getOrUndefined(readPnpm(stdout))
  if (pnpm !== undefined) {
    return audited(Object.values(pnpm.advisories).map(({ module_name: name, ...advisory }) => ({ name, ...advisory })))
  }
  const npm = Option.getOrUndefined(readNpm(stdout))
  if (npm !== undefined) {
    return audited(
      Object.values(npm.vulnerabilities).flatMap(({ name, via }) =>
        via.flatMap((cause) => (typeof cause === "string" ? [] : [{ name, ...cause }]))
      )
    )
  }
  const said = `${stderr}\n${stdout}`.replaceAll(/[\s×│]+/gu, " ").trim()
  return { _tag: "NotAsked", reason: said === "" ? "It said nothing." : said.slice(0, 300) }
}
