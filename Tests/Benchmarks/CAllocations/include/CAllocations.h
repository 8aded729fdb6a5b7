#pragma once
#include <stdint.h>

/// The number of this thread's heap requests since its start.
uint64_t tapedeck_allocation_count(void);
