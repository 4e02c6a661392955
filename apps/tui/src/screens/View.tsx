import { Box, useIsScreenReaderEnabled } from "ink"
import { Fragment } from "react"
import type { State } from "../console/State.ts"
import { prose } from "../look/prose.ts"
import { Lines } from "../look/Styled.tsx"
import { below, bindingsOf } from "./bindingsOf.ts"
import { Foot } from "./frame/Foot.tsx"
import { Head } from "./frame/Head.tsx"
import { installationLines } from "./frame/installationLines.ts"
import { Incidents } from "./grid/Incidents.tsx"
import type { Screen } from "./Screen.ts"
import { kindOf } from "./screenKinds.ts"

/** The smallest terminal that anything can be read on. */
const smallest = { columns: 40, rows: 12 }

/** A screen as it was when it was on top: what is open above it changes nothing of it. */
const Opened = ({ state, screen }: { readonly state: State; readonly screen: Screen }) => {
  const { View: ScreenView } = kindOf<Screen>(screen)
  return <ScreenView state={state} screen={screen} below={() => below(state)} />
}

/** The screens that are to be seen: a full one hides what is under it, a dialog lies over it. */
const Body = ({ state }: { readonly state: State }) => {
  const isRead = useIsScreenReaderEnabled()
  const covering = state.above.findLastIndex((screen) => isRead || kindOf<Screen>(screen).full)
  return (
    <Fragment>
      {covering < 0 ? <Incidents state={state} /> : undefined}
      {state.above.map((screen, at) =>
        at < covering ? undefined : (
          // A screen is what is open in its place.
          // oxlint-disable-next-line react/no-array-index-key
          <Opened key={at} state={{ ...state, above: state.above.slice(0, at + 1) }} screen={screen} />
        )
      )}
    </Fragment>
  )
}

/**
 * Everything that is to be seen: as large as the terminal. It isn't clipped, which would cost Ink a sixth of a frame: each
 * part keeps to its size, and a foot of several lines hides what is under it.
 */
export const View = ({ state }: { readonly state: State }) => {
  const { columns, rows } = state.terminal
  if (columns < smallest.columns || rows < smallest.rows) {
    const message = `The console needs at least ${smallest.columns} columns and ${smallest.rows} lines. This terminal has ${columns} and ${rows}.`
    return (
      <Box width={columns} height={rows} overflow="hidden">
        <Lines of={prose(message, Math.max(1, columns))} />
      </Box>
    )
  }
  return (
    <Box flexDirection="column" width={columns} height={rows}>
      <Lines of={installationLines(state)} />
      <Head state={state} />
      <Box flexDirection="column" flexGrow={1} flexBasis={0}>
        <Body state={state} />
      </Box>
      <Foot state={state} bindings={bindingsOf(state)} />
    </Box>
  )
}
