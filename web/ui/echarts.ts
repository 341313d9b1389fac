import { BarChart, CustomChart, LineChart } from 'echarts/charts'
import { GridComponent, TooltipComponent } from 'echarts/components'
import { init, use } from 'echarts/core'
import { LabelLayout } from 'echarts/features'
import { CanvasRenderer } from 'echarts/renderers'

// Only what our charts use, in a piece of its own that is loaded with the first chart.
use([BarChart, CustomChart, LineChart, GridComponent, TooltipComponent, LabelLayout, CanvasRenderer])

export { init }
