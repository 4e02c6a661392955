import { Box, Text } from "ink"
import type { ReactNode } from "react"
import { span } from "./Line.ts"
import { useColor } from "./Styled.tsx"

export interface PanelProps {
  readonly title: string
  /** At the bottom edge, such as where one is in a list. */
  readonly foot?: string
  readonly width: number
  /** Cells. Default: as high as its content. */
  readonly height?: number
  /** Cells. */
  readonly maxHeight?: number
  /** The one that keys go to. */
  readonly active?: boolean
  readonly children: ReactNode
}

/** A frame with a title on its upper edge. It hides what is under it. */
export const Panel = ({ title, foot = "", width, height, maxHeight, active = false, children }: PanelProps) => {
  const muted = useColor("muted")
  const accent = useColor("accent")
  return (
    <Box
      flexDirection="column"
      flexShrink={0}
      width={width}
      {...(height === undefined ? {} : { height })}
      {...(maxHeight === undefined ? {} : { maxHeight })}
      borderStyle="round"
      borderColor={active ? accent : muted}
      // A name that isn't a color's: the cells are blanked and stay as they are.
      backgroundColor="none"
    >
      <Box position="absolute" top={-1} left={1} right={1}>
        <Text wrap="truncate-end" bold aria-label={span(title).text}>
          {span(` ${title} `).text}
        </Text>
      </Box>
      <Box flexDirection="column" flexGrow={1} paddingX={1} overflow="hidden">
        {children}
      </Box>
      {foot === "" ? undefined : (
        <Box position="absolute" bottom={-1} left={1} right={1}>
          <Text wrap="truncate-end" color={muted} aria-label={foot}>
            {` ${foot} `}
          </Text>
        </Box>
      )}
    </Box>
  )
}
