#pragma once

/// Room for an error's text, with its closing zero.
#define TAPEDECK_ARROW_ERROR_BYTES 1024
