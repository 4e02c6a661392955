import { readFileSync } from "node:fs"

const reference = new URL("../../../docs/reference/environment.md", import.meta.url)

/** A section of docs/reference/environment.md, and the variables that begin a row of its table. */
export interface SettingsSection {
  readonly title: string
  readonly names: ReadonlyArray<string>
}

const variable = /`([A-Z][A-Z0-9_]*|npm_\w+)`/gu

const namesIn = (text: string): ReadonlyArray<string> => [...text.matchAll(variable)].map(([, name = ""]) => name)

const text = readFileSync(reference, "utf8")

export const settingsSections: ReadonlyArray<SettingsSection> = text
  .split(/^## /mu)
  .slice(1)
  .map((section) => ({
    title: section.split("\n", 1)[0] ?? "",
    names: section.split("\n").flatMap((line) => (line.startsWith("|") ? namesIn(line.split("|")[1] ?? "") : []))
  }))

/** Every variable that the reference names anywhere. */
export const settingsNamed: ReadonlySet<string> = new Set(namesIn(text))
