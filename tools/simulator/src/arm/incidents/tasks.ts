import { clientInfo } from "../ArmCall.ts"
import type { TaskRecord } from "../ArmState.ts"
import type { Children } from "./childRoutes.ts"
import { requiredChoice, requiredText, textOf } from "./incidentChange.ts"

export const tasks: Children<TaskRecord> = {
  plural: "tasks",
  noun: "Task",
  fields: {
    name: "string",
    "properties/title": "string",
    "properties/status": "string",
    "properties/createdTimeUtc": "date",
    "properties/lastModifiedTimeUtc": "date"
  },
  defaultOrder: "properties/createdTimeUtc asc",
  of: (incident) => incident.tasks,
  properties: ({ name: _name, etag: _etag, ...properties }) => properties,
  write: (c, properties, name, existing) => {
    const description = textOf(properties, "description")
    const now = c.var.now().toISOString()
    return {
      name,
      etag: "",
      title: requiredText(properties, "title"),
      ...(description !== undefined && { description }),
      status: requiredChoice(properties, "status", ["New", "Completed"]),
      createdTimeUtc: existing?.createdTimeUtc ?? now,
      lastModifiedTimeUtc: now,
      createdBy: existing?.createdBy ?? clientInfo(c),
      lastModifiedBy: clientInfo(c)
    }
  }
}
