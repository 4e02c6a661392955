import type { Port } from "../kit/Kit.ts"
import type { Workspace } from "../kit/Workspace.ts"
import type { PlannedFile } from "../Plan.ts"
import type { Technology } from "../Technology.ts"
import { testVariableOf } from "./contractTest.ts"
import { settingRow, type SettingsKind } from "./settings.ts"
import { sharedNameOf } from "./sharedModule.ts"

/** The port's docstring tells more; its first sentence is enough here. */
const row = ({ prefix }: Technology, { doc, name }: Port): string =>
  `| \`${prefix}${name}\` | \`${name}\` | ${doc.split(/(?<=\.)\s/u)[0] ?? ""} |`

const heading = `| module | port | |
| --- | --- | --- |`

/** What a new package's README begins with. */
export const readmeOf = (technology: Technology, ports: ReadonlyArray<Port>, settings: SettingsKind): string => {
  const { name, packageName, prefix, title } = technology
  const layers = ports.map((port) => `${prefix}${port.name}.layer`)
  return `# ${packageName}

Incident Teams on ${title}:

${heading}
${ports.map((port) => row(technology, port)).join("\n")}

Each module exports \`layer\`, which provides its port${
    settings === "none"
      ? ""
      : `, with the settings from the environment. All of them share one \`${sharedNameOf(technology, settings)}\`; \`layerOn\` takes the one that it is given`
  }:

\`\`\`ts
${ports.map((port) => importOf(technology, port)).join("\n")}
import { Layer } from "effect"

export const ${name.replaceAll(/-(.)/gu, (_, letter: string) => letter.toUpperCase())} = Layer.mergeAll(${layers.join(", ")})
\`\`\`

${
  settings === "none"
    ? ""
    : `## Configuration

| variable | default | |
| --- | --- | --- |
${settingRow(technology, settings)}

`
}## Tests

\`vitest run\`: the contract suite of each port${settings === "none" ? "" : ", and the settings"}.${
    settings === "url"
      ? ` The suites need a server that tests may write to, at the address in \`${testVariableOf(technology)}\`. Without it they are skipped with the reason; with \`CI=true\` that is a failure.`
      : ""
  }
`
}

/** How a module is imported in the README's example. */
const importOf = ({ packageName, prefix }: Technology, { name }: Port): string =>
  `import * as ${prefix}${name} from "${packageName}/${prefix}${name}"`

/** The example with more ports in it, if it is still as it was generated. */
const withExample = (technology: Technology, ports: ReadonlyArray<Port>, text: string): string =>
  text
    .replace(
      'import { Layer } from "effect"\n',
      (found) => `${ports.map((port) => `${importOf(technology, port)}\n`).join("")}${found}`
    )
    .replace(
      /(export const \w+ = Layer\.mergeAll\([^)]*)\)/u,
      (_, found: string) => `${found}${ports.map(({ name }) => `, ${technology.prefix}${name}.layer`).join("")})`
    )

/** The README of a package that is there already, with more modules in its table and example, if it has some like ours. */
export const readmeWith = (
  workspace: Workspace,
  technology: Technology,
  ports: ReadonlyArray<Port>
): ReadonlyArray<PlannedFile> => {
  const path = `${technology.folder}/README.md`
  const [before, rest] = workspace.read(path)?.split(`${heading}\n`) ?? []
  if (before === undefined || rest === undefined) return []
  const rows = /^(?:\|.*\n)*/u.exec(rest)?.[0] ?? ""
  const added = ports.map((port) => `${row(technology, port)}\n`).join("")
  const after = withExample(technology, ports, rest.slice(rows.length))
  return [{ path, text: `${before}${heading}\n${rows}${added}${after}` }]
}
