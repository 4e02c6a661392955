import { parseSync, type TSType } from "oxc-parser"

/** How a contract suite is called. */
export interface SuiteSignature {
  /** `teamStoreContract` */
  readonly name: string
  /** Given a `StoreUnderTest`; else a layer. */
  readonly forStores: boolean
  /** What the layer brings. */
  readonly services: ReadonlyArray<string>
}

/** The suite that a module exports as a function of a name and what it is given; none where it isn't one. */
export const readSuite = (text: string): SuiteSignature | undefined => {
  for (const statement of parseSync("suite.ts", text).program.body) {
    if (statement.type !== "ExportNamedDeclaration" || statement.declaration?.type !== "VariableDeclaration") continue
    for (const { id, init } of statement.declaration.declarations) {
      if (id.type !== "Identifier" || init?.type !== "ArrowFunctionExpression") continue
      const given = init.params[1]
      const type = given?.type === "Identifier" ? given.typeAnnotation?.typeAnnotation : undefined
      const [of, [first]] = type === undefined ? ["", []] : referenced(type)
      if (of === "StoreUnderTest") return { name: id.name, forStores: true, services: [] }
      if (of === "Layer.Layer" && first !== undefined) {
        return { name: id.name, forStores: false, services: namesIn(first) }
      }
    }
  }
  return undefined
}

const namesIn = (type: TSType): ReadonlyArray<string> =>
  type.type === "TSUnionType" ? type.types.flatMap(namesIn) : [referenced(type)[0]]

/** A named type, and what it is of; the name is empty for any other. */
const referenced = (type: TSType): readonly [string, ReadonlyArray<TSType>] => {
  if (type.type !== "TSTypeReference") return ["", []]
  const { typeArguments, typeName } = type
  const of = typeArguments?.params ?? []
  if (typeName.type === "Identifier") return [typeName.name, of]
  if (typeName.type === "TSQualifiedName" && typeName.left.type === "Identifier") {
    return [`${typeName.left.name}.${typeName.right.name}`, of]
  }
  return ["", of]
}
