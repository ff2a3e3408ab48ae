import { switchesPerSecond } from './bench/kernel-speed.ts'; for (let i=0;i<5;i++) console.log((switchesPerSecond()/1e6).toFixed(3));
