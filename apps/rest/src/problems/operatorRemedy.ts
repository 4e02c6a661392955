import type { InstallationTrouble } from "@incident-teams/application/ports/InstallationTrouble"

/** What a caller can do about trouble of the installation, which only its operator can mend. */
export const operatorRemedy = ({ remedy }: Pick<InstallationTrouble, "remedy">): string =>
  `Tell the operator of Incident Teams: ${remedy} Once that is done, try again.`
