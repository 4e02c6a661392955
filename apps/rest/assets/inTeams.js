// @ts-check
// In our Teams app: notifies Teams that the page has loaded, and follows its theme.

/** @param {string} theme */
const follow = (theme) => {
  document.documentElement.dataset["theme"] = theme === "default" ? "light" : theme
}

const join = async () => {
  const teams = globalThis.microsoftTeams
  if (teams === undefined) return
  await teams.app.initialize()
  void teams.app.notifySuccess()
  teams.app.registerOnThemeChangeHandler(follow)
  const { app } = await teams.app.getContext()
  follow(app.theme)
}

// Framed by something that isn't Teams, the page is shown all the same.
join().catch(() => undefined)
