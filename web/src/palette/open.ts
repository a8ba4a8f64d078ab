import { ref } from 'vue';

export const isPaletteOpen = ref(false);
