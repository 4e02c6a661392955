import {
  type Comment,
  type ExportNamedDeclaration,
  type Expression,
  parseSync,
  type Program,
  type TSSignature,
  type TSTypeLiteral
} from "oxc-parser"
import type { Member, Service } from "./Service.ts"

/** The service that a module declares as `class … extends Context.Service<…, {…}>()(…)`; none where it declares none. */
export const readService = (module: string, text: string): Service | undefined => {
  const { comments, program } = parseSync("service.ts", text)
  const docAt = docBefore(text, comments)
  for (const statement of exportsOf(program)) {
    const { declaration } = statement
    if (declaration?.type !== "ClassDeclaration" || !declaration.id || !declaration.superClass) continue
    const shape = shapeOf(declaration.superClass)
    if (shape === undefined) continue
    return {
      name: declaration.id.name,
      module,
      doc: docAt(statement.start),
      members: shape.members.flatMap((signature) => memberOf(signature, docAt(signature.start)))
    }
  }
  return undefined
}

const exportsOf = ({ body }: Program): ReadonlyArray<ExportNamedDeclaration> =>
  body.filter((statement) => statement.type === "ExportNamedDeclaration")

/** The second type argument of `Context.Service<Self, Shape>()(…)`. */
const shapeOf = (superClass: Expression): TSTypeLiteral | undefined => {
  if (superClass.type !== "CallExpression" || superClass.callee.type !== "CallExpression") return undefined
  const { callee, typeArguments } = superClass.callee
  const isService =
    callee.type === "MemberExpression" &&
    callee.object.type === "Identifier" &&
    callee.object.name === "Context" &&
    callee.property.type === "Identifier" &&
    callee.property.name === "Service"
  const shape = typeArguments?.params[1]
  return isService && shape?.type === "TSTypeLiteral" ? shape : undefined
}

const memberOf = (signature: TSSignature, doc: string): ReadonlyArray<Member> => {
  switch (signature.type) {
    case "TSMethodSignature":
      return signature.key.type === "Identifier" ? [{ name: signature.key.name, kind: "method", doc }] : []
    case "TSPropertySignature": {
      if (signature.key.type !== "Identifier") return []
      const callable = signature.typeAnnotation?.typeAnnotation.type === "TSFunctionType"
      return [{ name: signature.key.name, kind: callable ? "method" : "value", doc }]
    }
    case "TSCallSignatureDeclaration":
    case "TSConstructSignatureDeclaration":
    case "TSIndexSignature":
      return []
  }
}

/** The text of the docstring that ends right before a place, on one line. */
const docBefore =
  (text: string, comments: ReadonlyArray<Comment>) =>
  (start: number): string => {
    const comment = comments.findLast(({ end }) => end <= start)
    if (comment === undefined || !comment.value.startsWith("*") || text.slice(comment.end, start).trim() !== "") {
      return ""
    }
    return comment.value
      .slice(1)
      .replaceAll(/\n\s*\*/gu, " ")
      .replaceAll(/\s+/gu, " ")
      .trim()
  }
