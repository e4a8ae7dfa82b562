package io.github.lanewise.layers.data;

/** Softmax of one matrix product, learnt by stochastic gradient descent, one image at a time. */
final class LinearClassifier {
    private final float[][] weights;
    private final float[] biases;
    private final float[] image;
    private final double[] outputs;

    LinearClassifier(int inputs, int classes) {
        weights = new float[classes][inputs];
        biases = new float[classes];
        image = new float[inputs];
        outputs = new double[classes];
    }

    void learn(ImageDataSet data, double rate) {
        for (int index = 0; index < data.size(); index++) {
            int largest = evaluate(data, index);
            double sum = 0;
            double shift = outputs[largest];
            for (int label = 0; label < outputs.length; label++) {
                outputs[label] = Math.exp(outputs[label] - shift);
                sum += outputs[label];
            }
            for (int label = 0; label < outputs.length; label++) {
                double target = label == data.label(index) ? 1 : 0;
                move(label, (float) (rate * (target - outputs[label] / sum)));
            }
        }
    }

    private void move(int label, float step) {
        biases[label] += step;
        for (int i = 0; i < image.length; i++) {
            weights[label][i] += step * image[i];
        }
    }

    double accuracy(ImageDataSet data) {
        int right = 0;
        for (int index = 0; index < data.size(); index++) {
            right += evaluate(data, index) == data.label(index) ? 1 : 0;
        }
        return (double) right / data.size();
    }

    /** Computes the outputs and returns the label of the largest. */
    private int evaluate(ImageDataSet data, int index) {
        data.image(index, image, 0);
        for (int i = 0; i < image.length; i++) {
            image[i] -= 0.5f;
        }
        int largest = 0;
        for (int label = 0; label < outputs.length; label++) {
            float sum = biases[label];
            for (int i = 0; i < image.length; i++) {
                sum += weights[label][i] * image[i];
            }
            outputs[label] = sum;
            largest = outputs[label] > outputs[largest] ? label : largest;
        }
        return largest;
    }
}
