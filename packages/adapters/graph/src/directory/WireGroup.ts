import type { DirectoryGroup } from "@incident-teams/application/ports/Directory"
import { GroupId } from "@incident-teams/domain/ids/GroupId"
import { Schema } from "effect"
import { filled } from "./filled.ts"

const text = Schema.optionalKey(Schema.NullOr(Schema.String))

export const WireGroup = Schema.Struct({ id: GroupId, displayName: text, description: text, mail: text })
export type WireGroup = typeof WireGroup.Type

export const groupProperties = "id,displayName,description,mail"

export const groupOf = ({ id, displayName, description, mail }: WireGroup): DirectoryGroup => ({
  id,
  name: filled(displayName) ?? filled(mail) ?? id,
  ...(description ? { description } : {}),
  ...(mail ? { mail } : {})
})
