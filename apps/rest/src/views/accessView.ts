import type { AccessView } from "@incident-teams/api/teams/AccessRequestView"
import type { TeamAccess } from "@incident-teams/application/use-cases/teamAccess"
import { defined } from "@incident-teams/domain/defined"
import type { AccessDenial } from "@incident-teams/domain/team/Team"
import { actorView } from "./actorView.ts"

const denialView = ({ request, by, reason, deniedAt, askAgainAt }: AccessDenial): AccessView["denied"] => ({
  id: request,
  by: actorView(by),
  ...defined({ reason }),
  deniedAt,
  askAgainAt
})

/** The caller's own access to a team. */
export const accessView = ({ standing, decides, wayIn, denial }: TeamAccess): AccessView => ({
  role: standing,
  decides,
  ...defined({ wayIn, denied: denial === undefined ? undefined : denialView(denial) })
})
