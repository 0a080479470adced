import * as echarts from 'echarts/core';
import { ScatterChart } from 'echarts/charts';
import { GridComponent, LegendComponent, MarkLineComponent, TitleComponent } from 'echarts/components';
import { SVGRenderer } from 'echarts/renderers';
import type { Row } from '../judge.ts';
import { formatNumber } from './format.ts';

echarts.use([ScatterChart, GridComponent, LegendComponent, MarkLineComponent, TitleComponent, SVGRenderer]);

const rowHeight = 22;
const width = 1_100;
const colors = { met: '#2b8a3e', missed: '#c92a2a', information: '#868e96', target: '#1c1c1c' };

interface Dot {
  readonly label: string;
  /** How many times better than the peer: a time is turned round, so that right is always better. */
  readonly times: number;
  readonly target: number | undefined;
  readonly verdict: 'met' | 'missed' | 'information';
}

/** RESULTS.svg: a row for each peer, how many times better Heddle is, and what it is to be. */
export function plot(rows: readonly Row[]): string {
  const dots = rows.flatMap(toDot).toReversed(); // the axis begins below
  const chart = echarts.init(null, null, {
    renderer: 'svg',
    ssr: true,
    width,
    height: dots.length * rowHeight + 110,
  });
  const series = (verdict: Dot['verdict'], name: string) => ({
    name,
    type: 'scatter',
    symbolSize: 11,
    z: 3,
    itemStyle: { color: colors[verdict] },
    label: {
      show: true,
      position: 'right',
      fontSize: 11,
      textBorderColor: '#ffffff', // a target may stand behind it
      textBorderWidth: 3,
      formatter: ({ value }: { value: [number, number] }) => formatNumber(value[0]),
    },
    data: dots.flatMap((dot, at) => (dot.verdict === verdict ? [[dot.times, at]] : [])),
  });
  chart.setOption({
    animation: false,
    backgroundColor: '#ffffff',
    title: { text: 'How many times better than the peer Heddle is', left: 'center', textStyle: { fontSize: 16 } },
    legend: { top: 30, itemGap: 40, itemWidth: 10 },
    grid: { left: 420, right: 60, top: 70, bottom: 30 },
    xAxis: { type: 'log', axisLabel: { formatter: (value: number) => formatNumber(value) } },
    yAxis: {
      type: 'category',
      data: dots.map(({ label }) => label),
      axisLabel: { fontSize: 12, interval: 0 },
      splitLine: { show: true },
    },
    series: [
      series('met', 'target met'),
      series('missed', 'target missed'),
      series('information', 'no target'),
      {
        name: 'target',
        type: 'scatter',
        symbol: 'rect',
        symbolSize: [3, 16],
        itemStyle: { color: colors.target },
        data: dots.flatMap(({ target }, at) => (target === undefined ? [] : [[target, at]])),
        markLine: {
          symbol: 'none',
          silent: true,
          lineStyle: { color: '#495057', type: 'solid' },
          label: { show: false },
          data: [{ xAxis: 1 }],
        },
      },
    ],
  });
  const svg = chart.renderToSVGString();
  chart.dispose();
  return svg;
}

/** What the ground allows, and what has no ratio, are for the table alone. */
function toDot({ case: { name, better }, contender, standing }: Row): Dot[] {
  if (standing.state !== 'measured' || contender.role === 'reference' || standing.comparison?.kind !== 'ratio') {
    return [];
  }
  const { value, target, verdict } = standing.comparison;
  const turn = (ratio: number) => (better === 'more' ? ratio : 1 / ratio);
  const aim = target === undefined ? undefined : turn('atLeast' in target ? target.atLeast : target.atMost);
  return [{ label: `${name}: ${contender.name}`, times: turn(value), target: aim, verdict }];
}
