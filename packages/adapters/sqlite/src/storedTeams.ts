import { teamColumns } from "@incident-teams/application/records/teamColumns"

/** Teams as they are stored; to be narrowed and ordered. */
export const storedTeams = `SELECT number, ${teamColumns} FROM teams JOIN states ON team = number`
