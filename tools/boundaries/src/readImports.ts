import { parseSync, Visitor } from "oxc-parser"
import type { Import } from "./Workspace.ts"

/** Everything that a TypeScript source imports; what only its comments or strings mention is not. */
export const readImports = (file: string, text: string): ReadonlyArray<Import> => {
  const parsed = parseSync(file, text)
  const { errors, module } = parsed
  const [error] = errors
  if (error) throw new SyntaxError(`${file} can't be parsed: ${error.message}`)

  const types: Array<Import> = []
  // `import("…").Name` as a type isn't among the module's records. The tree, which takes longer than all the rest, is
  // only made for a text that can hold one.
  if (/\bimport\s*[(/]/u.test(text)) {
    new Visitor({
      TSImportType: ({ source }) => types.push({ specifier: source.value, names: ["*"] })
    }).visit(parsed.program)
  }

  return [
    ...module.staticImports.map(({ entries, moduleRequest }) => ({
      specifier: moduleRequest.value,
      names: entries.map(({ importName }) => importName.name ?? "*")
    })),
    ...module.staticExports.flatMap(({ entries }) =>
      entries.flatMap(({ importName, moduleRequest }) =>
        moduleRequest ? [{ specifier: moduleRequest.value, names: [importName.name ?? "*"] }] : []
      )
    ),
    ...module.dynamicImports.flatMap(({ moduleRequest }) => {
      const literal = /^(["'`])([^$]*)\1$/.exec(text.slice(moduleRequest.start, moduleRequest.end))?.[2]
      return literal === undefined ? [] : [{ specifier: literal, names: ["*"] }]
    }),
    ...types
  ]
}
